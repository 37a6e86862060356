import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangeOf } from './grant.ts';
import { decideGrant, levelOver } from './granting.ts';
import { atLeast } from './level.ts';
import { levelOnRepository } from './repository.ts';
import { actor, organization, path, pattern } from './testing/world.ts';

const other = { kind: 'user' as const, id: 'somebody-else' };

describe('what may be granted', () => {
  it('never reaches an image that the granter does not manage', () => {
    fc.assert(
      fc.property(actor, organization, pattern, path, (who, facts, text, place) => {
        const range = rangeOf('acme', text);
        const name = `acme/${place}`;
        fc.pre(range.first <= name && name <= range.last);
        const own = levelOnRepository(who, { name, organization: facts, visibility: 'private' });
        if (decideGrant(who, facts, range, other).allowed) expect(own).toBe('manage');
        const over = levelOver(who, facts, range);
        if (over) expect(atLeast(own, over)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('is what one manages: the same image, the same pattern, or all', () => {
    fc.assert(
      fc.property(actor, organization, pattern, (who, facts, text) => {
        fc.pre(who.kind === 'user' && who.accountId === facts.accountId);
        const range = rangeOf('acme', text);
        const managing = { ...facts, grants: [...facts.grants, { ...range, level: 'manage' as const }] };
        expect(decideGrant(who, managing, range, other)).toEqual({ allowed: true });
      }),
    );
  });

  it('is nothing to oneself', () => {
    fc.assert(
      fc.property(actor, organization, pattern, (who, facts, text) => {
        if (who.kind === 'anonymous') return;
        expect(decideGrant(who, facts, rangeOf('acme', text), who).allowed).toBe(false);
      }),
    );
  });
});
