import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideAccountAdministration, decideAccountChange, decideAccountRemoval } from './account-administration.ts';
import { type Actor, roles } from './actor.ts';

const actor: fc.Arbitrary<Actor> = fc.oneof(
  fc.constant({ kind: 'anonymous' } as const),
  fc.record({
    kind: fc.constant('user' as const),
    id: fc.constant('me'),
    name: fc.constant('me'),
    accountId: fc.constant('mine'),
    role: fc.constantFrom(...roles),
  }),
);

describe('administering accounts', () => {
  it('is for system administrators alone, whatever is asked', () => {
    fc.assert(
      fc.property(actor, fc.boolean(), fc.nat(2), (who, disabled, organizations) => {
        const administers = who.kind === 'user' && who.role === 'system-administrator';
        expect(decideAccountAdministration(who).allowed).toBe(administers);
        expect(decideAccountChange(who, 'other', { disabled }).allowed).toBe(administers);
        const removal = decideAccountRemoval(who, { id: 'other', organizations });
        expect(removal.allowed).toBe(administers && organizations === 0);
        // Who administers nothing learns nothing of the account either.
        if (!administers) expect(removal).toEqual({ allowed: false, reason: 'system-administrators-only' });
      }),
    );
  });

  it('shuts nobody out of his own account', () => {
    fc.assert(
      fc.property(actor, (who) => {
        expect(decideAccountChange(who, 'mine', { disabled: true }).allowed).toBe(false);
        expect(decideAccountRemoval(who, { id: 'mine', organizations: 0 }).allowed).toBe(false);
      }),
    );
  });
});
