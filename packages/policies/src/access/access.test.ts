import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor } from './actor.ts';
import { atLeast, highest, type Level, levels } from './level.ts';
import { decideOrganization, levelOn, type OrganizationFacts, seesOrganization } from './organization.ts';
import {
  type AccessPolicy,
  decideRepository,
  levelOnRepository,
  type RegistryAction,
  type RepositoryFacts,
  registryActions,
} from './repository.ts';
import {
  actor,
  anonymous,
  heldGrant,
  level,
  maybeLevel,
  organization,
  policy,
  repository,
  user,
  type WrittenGrant,
  written,
} from './testing/world.ts';

const action = fc.constantFrom(...registryActions);

/** The level below which nothing is given: none, read, edit, manage. */
const rank = (held: Level | undefined) => (held === undefined ? -1 : levels.indexOf(held));

/** What a pattern covers, read as its docstring says it, character by character. */
function naiveCovers(pattern: string, path: string): boolean {
  if (pattern === '') return true;
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

/** The rules of permission, told once more and as plainly as can be. */
function naive(
  who: Actor,
  facts: RepositoryFacts & { path: string; written: WrittenGrant[] },
  what: RegistryAction,
  { anonymousPull, now }: AccessPolicy,
): boolean {
  const { organization: where, visibility, share, path, written: grants } = facts;
  if (!where) return false;
  const needs = { pull: 0, push: 1, delete: 2 }[what];
  if (who.kind === 'user' && who.role === 'system-administrator') return true;
  if (who.kind === 'user' && who.role === 'account-administrator' && who.accountId === where.accountId) return true;
  const inAccount = who.kind !== 'anonymous' && who.accountId === where.accountId;
  const inReach = who.kind !== 'robot' || who.organizationId === null || who.organizationId === where.id;
  if (inAccount && inReach) {
    for (const grant of grants) if (naiveCovers(grant.pattern, path) && rank(grant.level) >= needs) return true;
  }
  if (what !== 'pull' || visibility === undefined) return false;
  if (who.kind === 'anonymous') {
    if (visibility === 'public') return anonymousPull !== 'off';
    return where.visibility === 'public' && anonymousPull === 'all';
  }
  if (visibility === 'public' || where.visibility === 'public') return true;
  const ofWholeAccount = who.kind === 'user' || who.organizationId === null;
  return ofWholeAccount && share !== undefined && (share.expiresAt === null || now < share.expiresAt);
}

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
  test('one more grant never takes anything away', () => {
    fc.assert(
      fc.property(actor, organization, written, level, (who, facts, more, wanted) => {
        const after = { ...facts, grants: [...facts.grants, heldGrant('acme', more)] };
        if (decideOrganization(who, facts, wanted).allowed)
          expect(decideOrganization(who, after, wanted).allowed).toBe(true);
        if (seesOrganization(who, facts)) expect(seesOrganization(who, after)).toBe(true);
      }),
    );
  });

  test('is hidden from who does not see it, and from nobody else', () => {
    fc.assert(
      fc.property(actor, organization, level, (who, facts, wanted) => {
        const { level: held, because } = levelOn(who, facts);
        const decision = decideOrganization(who, facts, wanted);
        expect(because === 'none').toBe(held === undefined);
        expect(decision.allowed).toBe(atLeast(held, wanted));
        if (decision.allowed) expect(decision.level).toBe(held);
        else expect(decision).toMatchObject({ hidden: !seesOrganization(who, facts), held, wanted });
      }),
    );
  });

  test('a grant on some of its images gives no level on the whole of it, but lets see it', () => {
    fc.assert(
      fc.property(user, organization, written, (somebody, facts, grant) => {
        fc.pre(grant.pattern !== '');
        const who = { ...somebody, role: 'member' as const, accountId: facts.accountId };
        const only = { ...facts, visibility: 'private' as const, grants: [heldGrant('acme', grant)] };
        expect(levelOn(who, only).level).toBeUndefined();
        expect(seesOrganization(who, only)).toBe(true);
      }),
    );
  });

  test('gives nothing to who is of another account, whatever a stray grant says; a public one is seen', () => {
    fc.assert(
      fc.property(actor, organization, level, (who, facts, wanted) => {
        fc.pre(who.kind !== 'anonymous' && who.accountId !== facts.accountId);
        fc.pre(who.kind === 'robot' || who.role !== 'system-administrator');
        expect(levelOn(who, facts)).toEqual({ level: undefined, because: 'none' });
        const hidden = facts.visibility === 'private';
        expect(decideOrganization(who, facts, wanted)).toMatchObject({ allowed: false, hidden });
      }),
    );
  });

  test('is managed by the administrators of its account and of the server', () => {
    fc.assert(
      fc.property(user, organization, level, (who, facts, wanted) => {
        const own = who.role === 'account-administrator' && who.accountId === facts.accountId;
        fc.pre(who.role === 'system-administrator' || own);
        expect(decideOrganization(who, facts, wanted)).toEqual({ allowed: true, level: 'manage' });
      }),
    );
  });
});

describe('a repository', () => {
  test('is decided as a plain reading of the rules decides it', () => {
    fc.assert(
      fc.property(actor, repository, action, policy, (who, facts, what, rules) => {
        expect(decideRepository(who, facts, what, rules).allowed).toBe(naive(who, facts, what, rules));
      }),
      { numRuns: 3000 },
    );
  });

  test('an action that needs more is never allowed where one that needs less is not', () => {
    fc.assert(
      fc.property(actor, repository, policy, (who, facts, rules) => {
        const [pull, push, remove] = registryActions.map((what) => decideRepository(who, facts, what, rules).allowed);
        if (remove) expect(push).toBe(true);
        if (push) expect(pull).toBe(true);
      }),
    );
  });

  test('no share and no visibility ever gives a level', () => {
    fc.assert(
      fc.property(actor, repository, (who, facts) => {
        const bare = { ...facts, visibility: undefined, share: undefined };
        expect(levelOnRepository(who, facts)).toBe(levelOnRepository(who, bare));
      }),
    );
  });

  test('that may not be read looks, to a pull, like one that is not there', () => {
    fc.assert(
      fc.property(actor, repository, policy, (who, facts, rules) => {
        const refused = decideRepository(who, facts, 'pull', rules);
        fc.pre(!refused.allowed && refused.reason !== 'share-expired');
        const gone = { ...facts, visibility: undefined, share: undefined };
        expect(decideRepository(who, gone, 'pull', rules)).toEqual(refused);
        expect(decideRepository(who, { ...gone, organization: undefined }, 'pull', rules)).toEqual(refused);
      }),
    );
  });

  test('asks an anonymous caller to sign in, whether or not anything is there', () => {
    fc.assert(
      fc.property(repository, action, policy, (facts, what, rules) => {
        const decision = decideRepository(anonymous, facts, what, rules);
        if (!decision.allowed) expect(decision).toMatchObject({ reason: 'sign-in', held: undefined });
      }),
    );
  });

  const acme = (...grants: WrittenGrant[]): OrganizationFacts => ({
    id: 'organization-1',
    accountId: 'account-1',
    visibility: 'private',
    grants: grants.map((grant) => heldGrant('acme', grant)),
  });
  test.each([
    ['push', undefined, undefined, 'organization-unknown'],
    ['push', acme(), undefined, 'not-a-member'],
    ['push', acme({ pattern: 'other', level: 'manage' }), undefined, 'not-a-member'],
    ['push', acme({ pattern: '', level: 'read' }), undefined, 'level-too-low'],
    ['delete', acme({ pattern: 'app', level: 'edit' }), undefined, 'level-too-low'],
    ['delete', acme(), undefined, 'repository-hidden'],
    ['pull', acme(), undefined, 'repository-hidden'],
    ['pull', acme(), { expiresAt: 5 }, 'share-expired'],
    ['push', acme(), { expiresAt: 5 }, 'not-a-member'],
  ] as const)('refuses a member the %s with %o, shared %o, because: %s', (what, facts, share, reason) => {
    const who: Actor = { kind: 'user', id: 'user-1', name: 'somebody', accountId: 'account-1', role: 'member' };
    const image = { name: 'acme/app', organization: facts, visibility: 'private', share } as const;
    expect(decideRepository(who, image, what, { anonymousPull: 'images', now: 5 })).toMatchObject({
      allowed: false,
      reason,
    });
  });
});
