import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers } from './grant.ts';
import { levelOn, type OrganizationFacts, seesOrganization } from './organization.ts';
import { levelOnRepository } from './repository.ts';
import { type Sight, sightOf } from './sight.ts';
import { actor, organization, path } from './testing/world.ts';

/** What a list's query makes of a sight: which organizations lead to something, and which images show. */
function holds(sight: Sight, { accountId, grants }: OrganizationFacts, name?: string): boolean {
  switch (sight.kind) {
    case 'all':
      return true;
    case 'nothing':
      return false;
    case 'account':
      return accountId === sight.accountId;
    case 'granted':
      return accountId === sight.accountId && grants.some((grant) => name === undefined || covers(grant, name));
  }
}

// The rows of `grants` never give a robot anything outside its organization: they are not made.
const sensible = fc
  .tuple(actor, organization)
  .filter(([who, { id }]) => who.kind !== 'robot' || [null, id].includes(who.organizationId));

describe('sightOf', () => {
  it('shows in lists exactly the organizations that are seen, besides public ones', () => {
    fc.assert(
      fc.property(sensible, ([who, facts]) => {
        const hidden = { ...facts, visibility: 'private' as const };
        expect(holds(sightOf(who), hidden)).toBe(seesOrganization(who, hidden));
        if (levelOn(who, facts).level) expect(holds(sightOf(who), facts)).toBe(true);
      }),
    );
  });

  it('shows in lists exactly the images on which a level is held', () => {
    fc.assert(
      fc.property(sensible, path, ([who, facts], place) => {
        const name = `acme/${place}`;
        const level = levelOnRepository(who, { name, organization: facts, visibility: 'private' });
        expect(holds(sightOf(who), facts, name)).toBe(level !== undefined);
      }),
    );
  });
});
