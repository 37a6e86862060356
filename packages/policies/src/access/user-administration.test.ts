import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Actor, type Role, roles } from './actor.ts';
import { decideUserChange, decideUserCreation, decideUserList, type UserChange } from './user-administration.ts';

const user = (role: Role, id = 'me', accountId = 'a') => ({ kind: 'user', id, name: id, accountId, role }) as const;
const role = fc.constantFrom(...roles);
const change: fc.Arbitrary<UserChange> = fc.record({
  role: fc.option(role, { nil: undefined }),
  disabled: fc.option(fc.boolean(), { nil: undefined }),
  password: fc.boolean(),
});

describe('administering users', () => {
  it('is nothing for members and for nobody known', () => {
    const actors: Actor[] = [user('member'), { kind: 'anonymous' }];
    for (const actor of actors) {
      const refused = { allowed: false, reason: 'administrators-only' };
      expect(decideUserList(actor)).toEqual(refused);
      expect(decideUserCreation(actor, 'member')).toEqual(refused);
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
    expect(decideUserCreation(user('account-administrator'), 'system-administrator').allowed).toBe(false);
    expect(decideUserCreation(user('system-administrator'), 'system-administrator').allowed).toBe(true);
  });

  it('never reaches into another account', () => {
    fc.assert(
      fc.property(role, role, change, (mine, theirs, wanted) => {
        expect(decideUserChange(user(mine), user(theirs, 'other', 'b'), wanted).allowed).toBe(false);
      }),
    );
    const hidden = decideUserChange(user('system-administrator'), user('member', 'other', 'b'), {});
    expect(hidden).toEqual({ allowed: false, reason: 'user-hidden' });
  });

  it('takes nothing from oneself', () => {
    for (const own of ['account-administrator', 'system-administrator'] as const) {
      for (const wanted of [{ disabled: true }, { role: 'member' as const }, { password: true }]) {
        expect(decideUserChange(user(own), user(own), wanted)).toEqual({ allowed: false, reason: 'on-yourself' });
      }
      expect(decideUserChange(user(own), user(own), { role: own, disabled: false })).toEqual({ allowed: true });
    }
  });
});
