import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideSharing, type SharingFacts } from './decide-sharing.ts';
import { shareState } from './share-state.ts';

const now = 1000;
const accounts: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const time = fc.option(fc.integer({ min: now - 2, max: now + 2 }), { nil: null });
const facts: fc.Arbitrary<SharingFacts> = fc
  .record({
    visibility: fc.constantFrom('public' as const, 'private' as const),
    ownAccountId: accounts,
    sharedWith: fc.uniqueArray(accounts),
  })
  // What was decided here never holds the own account.
  .map(({ sharedWith, ...rest }) => ({
    ...rest,
    sharedWith: new Set(sharedWith.filter((id) => id !== rest.ownAccountId)),
  }));
const asked = fc.record({ accountIds: fc.array(accounts, { minLength: 1 }), expiresAt: time });
const limits = fc.integer({ min: 0, max: 6 });

describe('decideSharing', () => {
  it('lets no own account in, nothing that is over already, no public image, and never more than the limit', () => {
    fc.assert(
      fc.property(facts, asked, limits, (known, wanted, limit) => {
        const decision = decideSharing(known, wanted, { limit, now });
        const after = new Set([...known.sharedWith, ...wanted.accountIds]);
        const fits = after.size <= limit || after.size === known.sharedWith.size;
        const may =
          known.visibility === 'private' &&
          (wanted.expiresAt === null || wanted.expiresAt > now) &&
          !wanted.accountIds.includes(known.ownAccountId) &&
          fits;
        expect(decision.allowed).toBe(may);
      }),
    );
  });

  it('tells apart what is new and what changes, each account once', () => {
    fc.assert(
      fc.property(facts, asked, (known, wanted) => {
        const decision = decideSharing(known, wanted, { limit: 500, now });
        if (!decision.allowed) return;
        const { created, changed } = decision;
        expect([...created, ...changed].sort()).toEqual([...new Set(wanted.accountIds)].sort());
        for (const id of created) expect(known.sharedWith.has(id)).toBe(false);
        for (const id of changed) expect(known.sharedWith.has(id)).toBe(true);
      }),
    );
  });

  it('lets a full list be changed', () => {
    const full = { visibility: 'private', ownAccountId: 'a', sharedWith: new Set(['b', 'c']) } as const;
    const policy = { limit: 2, now };
    expect(decideSharing(full, { accountIds: ['b'], expiresAt: null }, policy).allowed).toBe(true);
    expect(decideSharing(full, { accountIds: ['b', 'd'], expiresAt: null }, policy)).toEqual({
      allowed: false,
      reason: 'too-many-shares',
      used: 2,
      limit: 2,
    });
  });
});

it('a share has ended at the very moment that it names, and never without one', () => {
  const stateAt = (expiresAt: number | null) => shareState({ expiresAt }, now);
  expect([stateAt(now - 1), stateAt(now), stateAt(now + 1), stateAt(null)]).toEqual([
    'expired',
    'expired',
    'active',
    'active',
  ]);
});
