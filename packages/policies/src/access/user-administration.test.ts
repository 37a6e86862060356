import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Actor, type Role, roles } from './actor.ts';
import {
  decideUserChange,
  decideUserCreation,
  decideUserList,
  decideUserRemoval,
  type UserChange,
} from './user-administration.ts';

const user = (role: Role, id = 'me', accountId = 'a') => ({ kind: 'user', id, name: id, accountId, role }) as const;
const role = fc.constantFrom(...roles);
const change: fc.Arbitrary<UserChange> = fc.record({
  role: fc.option(role, { nil: undefined }),
  disabled: fc.option(fc.boolean(), { nil: undefined }),
  password: fc.boolean(),
  secondFactor: fc.boolean(),
  consoleAccess: fc.option(fc.boolean(), { nil: undefined }),
  programmaticAccess: fc.option(fc.boolean(), { nil: undefined }),
});

describe('administering users', () => {
  it('is nothing for members and for nobody known', () => {
    const actors: Actor[] = [user('member'), { kind: 'anonymous' }];
    for (const actor of actors) {
      const refused = { allowed: false, reason: 'administrators-only' };
      expect(decideUserList(actor, 'a')).toEqual(refused);
      expect(decideUserCreation(actor, 'a', 'member')).toEqual(refused);
      expect(decideUserChange(actor, user('member', 'other'), {})).toEqual(refused);
    }
  });

  it('never gives an account administrator the rights of a system administrator, by any change', () => {
    fc.assert(
      fc.property(role, change, (target, wanted) => {
        const decision = decideUserChange(user('account-administrator'), user(target, 'other'), wanted);
        const reachesUp = target === 'system-administrator' || wanted.role === 'system-administrator';
        expect(decision.allowed).toBe(!reachesUp);
      }),
    );
    expect(decideUserCreation(user('account-administrator'), 'a', 'system-administrator').allowed).toBe(false);
    expect(decideUserCreation(user('system-administrator'), 'b', 'system-administrator').allowed).toBe(true);
  });

  it('reaches into another account for system administrators only', () => {
    fc.assert(
      fc.property(role, role, change, (mine, theirs, wanted) => {
        const reaches = mine === 'system-administrator';
        expect(decideUserList(user(mine), 'b').allowed).toBe(reaches);
        expect(decideUserCreation(user(mine), 'b', theirs).allowed).toBe(reaches);
        expect(decideUserChange(user(mine), user(theirs, 'other', 'b'), wanted).allowed).toBe(reaches);
        expect(decideUserRemoval(user(mine), user(theirs, 'other', 'b')).allowed).toBe(reaches);
      }),
    );
    const hidden = decideUserChange(user('account-administrator'), user('member', 'other', 'b'), {});
    expect(hidden).toEqual({ allowed: false, reason: 'user-hidden' });
  });

  it('takes nothing from oneself', () => {
    for (const own of ['account-administrator', 'system-administrator'] as const) {
      for (const wanted of [
        { disabled: true },
        { role: 'member' as const },
        { password: true },
        { secondFactor: true },
        { consoleAccess: false },
      ]) {
        expect(decideUserChange(user(own), user(own), wanted)).toEqual({ allowed: false, reason: 'on-yourself' });
      }
      expect(decideUserRemoval(user(own), user(own))).toEqual({ allowed: false, reason: 'on-yourself' });
      const kept = { role: own, disabled: false, programmaticAccess: false };
      expect(decideUserChange(user(own), user(own), kept)).toEqual({ allowed: true });
    }
  });
});
