import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideEntry, type EntryFacts } from './entry.ts';

const facts: fc.Arbitrary<EntryFacts> = fc.record({
  userDisabled: fc.boolean(),
  accountDisabled: fc.boolean(),
  consoleAccess: fc.boolean(),
  programmaticAccess: fc.boolean(),
  mustChangePassword: fc.boolean(),
});
const way = fc.constantFrom('console' as const, 'password' as const, 'credential' as const);

describe('coming in', () => {
  it('needs an enabled user of an enabled account, and the switch of that way', () => {
    fc.assert(
      fc.property(facts, way, (known, by) => {
        const enabled = !known.userDisabled && !known.accountDisabled;
        const switched = by === 'console' ? known.consoleAccess : known.programmaticAccess;
        if (decideEntry(known, by).allowed) expect([enabled, switched]).toEqual([true, true]);
        else if (enabled && switched)
          expect(decideEntry(known, by)).toEqual({ allowed: false, reason: 'password-change-needed' });
      }),
    );
  });

  it('leaves everybody who is let in by his password a way to change one that another person set', () => {
    fc.assert(
      fc.property(facts, (known) => {
        const refusal = decideEntry(known, 'password');
        if (!refusal.allowed && refusal.reason === 'password-change-needed') {
          expect(decideEntry(known, 'console').allowed).toBe(true);
          expect(decideEntry({ ...known, mustChangePassword: false }, 'password').allowed).toBe(true);
        }
      }),
    );
  });
});
