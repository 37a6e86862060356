import * as fc from 'fast-check';
import { type Actor, roles } from '../actor.ts';
import { type HeldGrant, rangeOf } from '../grant.ts';
import { levels } from '../level.ts';
import type { OrganizationFacts } from '../organization.ts';
import { type AccessPolicy, anonymousPulls, type RepositoryFacts } from '../repository.ts';

/** Small sets of names, so that things meet often. */
export const account = fc.constantFrom('account-1', 'account-2');
export const level = fc.constantFrom(...levels);
export const maybeLevel = fc.option(level, { nil: undefined });
export const visibility = fc.constantFrom('public' as const, 'private' as const);
export const pattern = fc.constantFrom('', 'app', 'app/web', 'app*', 'app/*', 'apple', 'b*');
export const path = fc.constantFrom('app', 'app/web', 'app/api', 'apple', 'b', 'beta/one');

export const user: fc.Arbitrary<Extract<Actor, { kind: 'user' }>> = fc.record({
  kind: fc.constant('user'),
  id: fc.constant('user-1'),
  name: fc.constant('somebody'),
  accountId: account,
  role: fc.constantFrom(...roles),
});
export const robot: fc.Arbitrary<Extract<Actor, { kind: 'robot' }>> = fc.record({
  kind: fc.constant('robot'),
  id: fc.constant('robot-1'),
  name: fc.constant('acme+ci'),
  accountId: account,
  organizationId: fc.constantFrom(null, 'organization-1', 'organization-2'),
});
export const anonymous: Actor = { kind: 'anonymous' };
export const actor: fc.Arbitrary<Actor> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(anonymous) },
  { weight: 3, arbitrary: user },
  { weight: 2, arbitrary: robot },
);

/** What was granted, as somebody wrote it. */
export interface WrittenGrant {
  pattern: string;
  level: HeldGrant['level'];
}
export const written: fc.Arbitrary<WrittenGrant> = fc.record({ pattern, level });

export const heldGrant = (organization: string, { pattern: text, level: held }: WrittenGrant): HeldGrant => ({
  ...rangeOf(organization, text),
  level: held,
});

export const organization: fc.Arbitrary<OrganizationFacts & { written: WrittenGrant[] }> = fc
  .record({
    id: fc.constantFrom('organization-1', 'organization-2'),
    accountId: account,
    visibility,
    written: fc.array(written, { maxLength: 3 }),
  })
  .map((facts) => ({ ...facts, grants: facts.written.map((grant) => heldGrant('acme', grant)) }));

export const repository: fc.Arbitrary<RepositoryFacts & { path: string; written: WrittenGrant[] }> = fc
  .record({
    path,
    organization: fc.option(organization, { nil: undefined }),
    visibility: fc.option(visibility, { nil: undefined }),
    share: fc.option(fc.record({ expiresAt: fc.constantFrom(null, 1, 5, 9) }), { nil: undefined }),
  })
  .map((facts) => ({ ...facts, name: `acme/${facts.path}`, written: facts.organization?.written ?? [] }));

export const policy: fc.Arbitrary<AccessPolicy> = fc.record({
  anonymousPull: fc.constantFrom(...anonymousPulls),
  now: fc.constantFrom(1, 4, 5, 8),
});
