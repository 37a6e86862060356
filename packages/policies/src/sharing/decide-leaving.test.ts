import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Actor } from '../access/index.ts';
import { decideLeaving } from './decide-leaving.ts';

const account = fc.constantFrom('a', 'b');
const actor: fc.Arbitrary<Actor> = fc.oneof(
  fc.constant({ kind: 'anonymous' } as const),
  fc.record({
    kind: fc.constant('robot' as const),
    id: fc.constant('r'),
    name: fc.constant('r'),
    accountId: account,
    organizationId: fc.constant(null),
  }),
  fc.record({
    kind: fc.constant('user' as const),
    id: fc.constant('u'),
    name: fc.constant('u'),
    accountId: account,
    role: fc.constantFrom('member', 'account-administrator', 'system-administrator'),
  }),
);

it('is for administrators of the account that received it, and tells others of no share', () => {
  fc.assert(
    fc.property(actor, fc.option(fc.record({ accountId: account }), { nil: undefined }), (who, share) => {
      const received = share !== undefined && who.kind === 'user' && who.accountId === share.accountId;
      const administers = who.kind === 'user' && who.role !== 'member';
      const decision = decideLeaving(who, share);
      expect(decision.allowed).toBe(received && administers);
      if (!decision.allowed) expect(decision.reason).toBe(received ? 'administrators-only' : 'share-absent');
    }),
  );
});
