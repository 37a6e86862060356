import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScopes, scopeLimit } from './scopes.ts';

describe('parseScopes', () => {
  it('joins several parameters, each of several scopes', () => {
    expect(
      parseScopes([
        'repository:acme/web:pull repository:acme/db:delete,push',
        'repository:acme/web:push',
        'registry:catalog:*',
      ]),
    ).toEqual({
      catalog: true,
      repositories: [
        { name: 'acme/web', actions: ['pull', 'push'] },
        { name: 'acme/db', actions: ['push', 'delete'] },
      ],
    });
  });

  it('takes * as every action, and a class after the type', () => {
    expect(parseScopes(['repository(plugin):acme/web:*']).repositories).toEqual([
      { name: 'acme/web', actions: ['pull', 'push', 'delete'] },
    ]);
  });

  it.each([
    '',
    'repository',
    'repository:acme/web',
    'repository:ACME/web:pull',
    'repository:web:pull',
    'repository:../etc:pull',
    'repository:acme/web:dance',
    'repository:acme/web:',
    'registry:catalog:pull',
    'registry:other:*',
    'user:acme/web:pull',
  ])('leaves %j out', (scope) => {
    expect(parseScopes([scope])).toEqual({ catalog: false, repositories: [] });
  });

  it('looks at a bounded number of repositories', () => {
    const many = Array.from({ length: 500 }, (_, index) => `repository:acme/r${index}:pull`);
    expect(parseScopes(many).repositories).toHaveLength(scopeLimit);
  });

  it('never fails on any text', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (texts) => {
        expect(parseScopes(texts).repositories.every(({ actions }) => actions.length > 0)).toBe(true);
      }),
    );
  });
});
