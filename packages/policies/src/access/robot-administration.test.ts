import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideOrganization } from './organization.ts';
import { decideRobots } from './robot-administration.ts';
import { account, actor, organization, user } from './testing/world.ts';

describe('robots', () => {
  it('of an organization are for exactly the users who manage it', () => {
    fc.assert(
      fc.property(actor, organization, (who, facts) => {
        const manages = who.kind === 'user' && decideOrganization(who, facts, 'manage').allowed;
        expect(decideRobots(who, facts.accountId, facts).allowed).toBe(manages);
      }),
    );
  });

  it('of an account are for its administrators, and nobody of another account learns of them', () => {
    fc.assert(
      fc.property(user, account, (who, accountId) => {
        const decision = decideRobots(who, accountId, undefined);
        const own = who.accountId === accountId;
        expect(decision.allowed).toBe(
          who.role === 'system-administrator' || (own && who.role === 'account-administrator'),
        );
        if (!decision.allowed && !own) expect(decision.reason).toBe('robot-hidden');
      }),
    );
  });
});
