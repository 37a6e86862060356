import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Actor, roles } from './actor.ts';
import { atLeast, highest, type Level, levels } from './level.ts';
import { decideOrganization, levelOn, type OrganizationFacts } from './organization.ts';
import { decideRepository, type RepositoryFacts, registryActions } from './repository.ts';

const level = fc.constantFrom(...levels);
const maybeLevel = fc.option(level, { nil: undefined });
const accountId = fc.constantFrom('account-1', 'account-2', 'account-3');
const user: fc.Arbitrary<Extract<Actor, { kind: 'user' }>> = fc.record({
  kind: fc.constant('user'),
  id: fc.constant('user-1'),
  name: fc.constant('somebody'),
  accountId,
  role: fc.constantFrom(...roles),
});
const anonymous: Actor = { kind: 'anonymous' };
const actor: fc.Arbitrary<Actor> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(anonymous) },
  { weight: 4, arbitrary: user },
);
const organization: fc.Arbitrary<OrganizationFacts> = fc.record({ accountId, granted: maybeLevel });
const repository: fc.Arbitrary<RepositoryFacts> = fc.record({
  organization: fc.option(organization, { nil: undefined }),
  visibility: fc.option(fc.constantFrom('public', 'private'), { nil: undefined }),
});
const action = fc.constantFrom(...registryActions);

/** The level below which nothing is given: none, read, edit, manage. */
const rank = (held: Level | undefined) => (held === undefined ? -1 : levels.indexOf(held));

/** Somebody whose account is another one, and who does not administer the server. */
const stranger = fc
  .tuple(user, organization)
  .filter(([{ accountId: own, role }, facts]) => own !== facts.accountId && role !== 'system-administrator');

describe('levels', () => {
  test('each gives all that the lower ones give, and nothing more', () => {
    fc.assert(
      fc.property(maybeLevel, level, (held, wanted) => {
        expect(atLeast(held, wanted)).toBe(rank(held) >= rank(wanted));
      }),
    );
  });

  test('the highest of several is one of them, and gives what any of them gives', () => {
    fc.assert(
      fc.property(fc.array(maybeLevel), (held) => {
        expect(rank(highest(...held))).toBe(Math.max(-1, ...held.map(rank)));
      }),
    );
  });
});

describe('an organization', () => {
  test('a higher grant never takes anything away', () => {
    fc.assert(
      fc.property(actor, organization, level, level, (who, facts, higher, wanted) => {
        const granted = highest(facts.granted, higher);
        const before = decideOrganization(who, facts, wanted);
        const after = decideOrganization(who, { ...facts, granted }, wanted);
        if (before.allowed) expect(after.allowed).toBe(true);
      }),
    );
  });

  test('is hidden from everybody without a level on it, and from nobody else', () => {
    fc.assert(
      fc.property(actor, organization, level, (who, facts, wanted) => {
        const { level: held, because } = levelOn(who, facts);
        const decision = decideOrganization(who, facts, wanted);
        expect(because === 'none').toBe(held === undefined);
        expect(decision.allowed).toBe(atLeast(held, wanted));
        if (!decision.allowed) expect(decision).toMatchObject({ hidden: held === undefined, held, wanted });
        if (decision.allowed) expect(decision.level).toBe(held);
      }),
    );
  });

  test('gives nothing to the users of another account, whatever a stray grant says', () => {
    fc.assert(
      fc.property(stranger, level, ([who, facts], wanted) => {
        expect(levelOn(who, facts)).toEqual({ level: undefined, because: 'none' });
        expect(decideOrganization(who, facts, wanted)).toMatchObject({ allowed: false, hidden: true });
      }),
    );
  });

  test('is managed by the administrators of its account and of the server', () => {
    fc.assert(
      fc.property(user, organization, level, (who, facts, wanted) => {
        const administers =
          who.role === 'system-administrator' ||
          (who.role === 'account-administrator' && who.accountId === facts.accountId);
        fc.pre(administers);
        expect(decideOrganization(who, facts, wanted)).toEqual({ allowed: true, level: 'manage' });
      }),
    );
  });

  test('gives a member what was granted, no more', () => {
    fc.assert(
      fc.property(user, organization, (who, facts) => {
        const member = { ...who, role: 'member' as const, accountId: facts.accountId };
        expect(levelOn(member, facts).level).toBe(facts.granted);
      }),
    );
  });
});

describe('a repository', () => {
  test('an action that needs more is never allowed where one that needs less is not', () => {
    fc.assert(
      fc.property(actor, repository, (who, facts) => {
        const [pull, push, remove] = registryActions.map((what) => decideRepository(who, facts, what).allowed);
        if (remove) expect(push).toBe(true);
        if (push) expect(pull).toBe(true);
      }),
    );
  });

  test('a higher grant never takes anything away', () => {
    fc.assert(
      fc.property(actor, repository, level, action, (who, facts, higher, what) => {
        const { organization } = facts;
        fc.pre(organization !== undefined);
        const granted = highest(organization?.granted, higher);
        const after = { ...facts, organization: organization && { ...organization, granted } };
        if (decideRepository(who, facts, what).allowed) expect(decideRepository(who, after, what).allowed).toBe(true);
      }),
    );
  });

  test('gives a stranger and an anonymous caller the pull of public images, and nothing else', () => {
    fc.assert(
      fc.property(stranger, fc.boolean(), repository, action, ([who, organization], known, { visibility }, what) => {
        for (const caller of [who, anonymous]) {
          const decision = decideRepository(caller, { organization, visibility }, what);
          expect(decision.allowed).toBe(what === 'pull' && visibility === 'public');
          if (!decision.allowed) expect(decision.held).toBeUndefined();
        }
        // Without an organization there is nothing to allow, for anybody but a server's administrator.
        if (!known) expect(decideRepository(who, { organization: undefined, visibility }, what).allowed).toBe(false);
      }),
    );
  });

  test('that may not be read looks, to a pull, like one that is not there', () => {
    fc.assert(
      fc.property(actor, organization, (who, facts) => {
        const hidden = decideRepository(who, { organization: facts, visibility: 'private' }, 'pull');
        fc.pre(!hidden.allowed);
        expect(decideRepository(who, { organization: facts, visibility: undefined }, 'pull')).toEqual(hidden);
        expect(decideRepository(who, { organization: undefined, visibility: undefined }, 'pull')).toEqual(hidden);
      }),
    );
  });

  test('asks an anonymous caller to sign in, whether or not anything is there', () => {
    fc.assert(
      fc.property(repository, action, (facts, what) => {
        const decision = decideRepository(anonymous, facts, what);
        if (!decision.allowed) expect(decision.reason).toBe('sign-in');
      }),
    );
  });

  test.each([
    ['push', undefined, 'organization-unknown'],
    ['push', { accountId: 'account-1', granted: undefined }, 'not-a-member'],
    ['push', { accountId: 'account-1', granted: 'read' }, 'level-too-low'],
    ['delete', { accountId: 'account-1', granted: 'edit' }, 'level-too-low'],
    ['delete', { accountId: 'account-1', granted: undefined }, 'repository-hidden'],
    ['pull', { accountId: 'account-1', granted: undefined }, 'repository-hidden'],
  ] as const)('refuses a member the %s with %o because: %s', (what, facts, reason) => {
    const who: Actor = { kind: 'user', id: 'user-1', name: 'somebody', accountId: 'account-1', role: 'member' };
    expect(decideRepository(who, { organization: facts, visibility: 'private' }, what)).toMatchObject({
      allowed: false,
      reason,
    });
  });
});
