import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Actor, roles } from './actor.ts';
import { levels } from './level.ts';
import { levelOn } from './organization.ts';
import { type Sight, sightOf } from './sight.ts';

const account = fc.constantFrom('a', 'b');
const actor: fc.Arbitrary<Actor> = fc.oneof(
  fc.constant({ kind: 'anonymous' } as const),
  fc.record({
    kind: fc.constant('user' as const),
    id: fc.constant('u'),
    name: fc.constant('user'),
    accountId: account,
    role: fc.constantFrom(...roles),
  }),
);

/** What a list's query makes of a sight. */
function holds(sight: Sight, organization: { accountId: string; grantedTo: string | undefined }): boolean {
  switch (sight.kind) {
    case 'all':
      return true;
    case 'nothing':
      return false;
    case 'account':
      return organization.accountId === sight.accountId;
    case 'granted':
      return organization.accountId === sight.accountId && organization.grantedTo === sight.userId;
  }
}

describe('sightOf', () => {
  it('shows in lists exactly what levelOn gives a level on', () => {
    fc.assert(
      fc.property(
        actor,
        account,
        fc.option(fc.constantFrom(...levels), { nil: undefined }),
        (who, accountId, granted) => {
          const { level } = levelOn(who, { accountId, granted });
          const seen = holds(sightOf(who), { accountId, grantedTo: granted && 'u' });
          expect(seen).toBe(level !== undefined);
        },
      ),
    );
  });
});
