import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decideLink, decideUnlink } from './decide-link.ts';

const user = fc.constantFrom('ann', 'bob');
const facts = fc.record({
  userId: user,
  ownPassword: fc.boolean(),
  hasOther: fc.boolean(),
  owner: fc.option(user, { nil: undefined }),
});

it('never leads one identity to two users, nor two to one, nor links what would be the only way in', () => {
  fc.assert(
    fc.property(facts, (known) => {
      const { userId, ownPassword, hasOther, owner } = known;
      const decision = decideLink(known);
      expect(decision.allowed).toBe(ownPassword && !hasOther && (owner === undefined || owner === userId));
      // Whose it is else is told before what he could mend himself: that would not help him.
      if (!decision.allowed && ownPassword && owner !== undefined && owner !== userId) {
        expect(decision.reason).toBe('identity-taken');
      }
    }),
  );
});

it.each([
  [true, true, true],
  [true, false, false],
  [false, true, false],
  [false, false, false],
])('with a password %s and linked by himself %s, a user may give it up: %s', (ownPassword, linked, may) => {
  expect(decideUnlink({ ownPassword, linked })).toBe(may);
});
