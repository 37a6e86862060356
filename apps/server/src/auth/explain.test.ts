import type { RepositoryName } from '@wharf/oci';
import { describe, expect, it } from 'vitest';
import { explainRefusal } from './explain.ts';

const web = 'acme/web' as RepositoryName;
const url = 'http://wharf.example:8080';

describe('explainRefusal', () => {
  it('says where a missing organization is made', () => {
    const refusal = { reason: 'organization-unknown', held: undefined, wanted: 'edit' } as const;
    expect(explainRefusal('push', web, refusal, url).message).toBe(
      'organization "acme" does not exist: create it in the console at http://wharf.example:8080/organizations ' +
        '(or ask an administrator of your account), then push again',
    );
    expect(explainRefusal('push', web, refusal, undefined).message).toContain('create it in the console (or ask');
  });

  it('names the level held, the level needed and who can grant it', () => {
    const { message, detail } = explainRefusal(
      'push',
      web,
      { reason: 'level-too-low', held: 'read', wanted: 'edit' },
      url,
    );
    expect(message).toBe(
      'to push to acme/web you need edit on organization "acme", and you hold read: ' +
        'ask whoever manages acme to grant it, under Organizations > acme > Users',
    );
    expect(detail).toMatchObject({
      reason: 'level-too-low',
      held: 'read',
      wanted: 'edit',
      action: 'push',
      repository: 'acme/web',
    });
  });

  it('tells a stranger nothing about what he may not see', () => {
    const refusal = { reason: 'repository-hidden', held: undefined, wanted: 'read' } as const;
    const { message, detail } = explainRefusal('pull', web, refusal, url);
    expect(message).toContain('does not exist, or you may not');
    expect(Object.keys(detail).sort()).toEqual(['action', 'reason', 'remedy', 'repository', 'rule']);
  });

  it('asks who is not logged in to log in', () => {
    const refusal = { reason: 'sign-in', held: undefined, wanted: 'read' } as const;
    expect(explainRefusal('pull', web, refusal, url).message).toContain('docker login');
  });
});
