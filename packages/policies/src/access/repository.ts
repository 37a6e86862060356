import type { Actor } from './actor.ts';
import { covers } from './grant.ts';
import { atLeast, highest, type Level } from './level.ts';
import { heldGrants, levelOn, type OrganizationFacts, type Visibility } from './organization.ts';

export const registryActions = ['pull', 'push', 'delete'] as const;
export type RegistryAction = (typeof registryActions)[number];

/** What is known when a registry action on a repository is decided. */
export interface RepositoryFacts {
  /** Full name. */
  name: string;
  /** Undefined when no such organization exists. */
  organization: OrganizationFacts | undefined;
  /** Undefined when no such repository exists (yet). */
  visibility: Visibility | undefined;
  /** With the actor's account; it may have ended. */
  share?: { expiresAt: number | null } | undefined;
}

/** What those who are not signed in may pull: nothing, public images, or those of public organizations too. */
export const anonymousPulls = ['off', 'images', 'all'] as const;
export type AnonymousPull = (typeof anonymousPulls)[number];

/** What the server decides for everybody, and the time, in ms since 1970. */
export interface AccessPolicy {
  anonymousPull: AnonymousPull;
  now: number;
}

export type RefusedBecause =
  | 'sign-in'
  | 'organization-unknown'
  | 'repository-hidden'
  | 'share-expired'
  | 'not-a-member'
  | 'level-too-low';

export type RepositoryDecision =
  | { allowed: true; because: 'public' | 'public-organization' | 'share' | 'level' }
  | { allowed: false; reason: RefusedBecause; held: Level | undefined; wanted: Level };

const needed: Record<RegistryAction, Level> = { pull: 'read', push: 'edit', delete: 'manage' };

/** The level that an actor holds on one repository, by the organization or by grants on the image; shares and visibility give none. */
export function levelOnRepository(actor: Actor, { name, organization }: RepositoryFacts): Level | undefined {
  if (!organization) return undefined;
  const { level } = levelOn(actor, organization);
  const covering = heldGrants(actor, organization).filter((grant) => covers(grant, name));
  return highest(level, ...covering.map((grant) => grant.level));
}

/** Why an actor may pull what he holds no level on, if he may. */
function openTo(
  actor: Actor,
  { organization, visibility, share }: RepositoryFacts,
  { anonymousPull, now }: AccessPolicy,
): 'public' | 'public-organization' | 'share' | 'share-expired' | undefined {
  if (!organization || !visibility) return undefined;
  const known = actor.kind !== 'anonymous';
  if (visibility === 'public' && (known || anonymousPull !== 'off')) return 'public';
  if (organization.visibility === 'public' && (known || anonymousPull === 'all')) return 'public-organization';
  // A share is with an account: its users, and the robots of the whole of it.
  if (!share || !known || (actor.kind === 'robot' && actor.organizationId !== null)) return undefined;
  return share.expiresAt === null || share.expiresAt > now ? 'share' : 'share-expired';
}

/**
 * Whether an actor may pull from, push to or delete in a repository. For pulls, a repository that is not there and one
 * that the actor may not read give the same answer.
 */
export function decideRepository(
  actor: Actor,
  repository: RepositoryFacts,
  action: RegistryAction,
  policy: AccessPolicy,
): RepositoryDecision {
  const wanted = needed[action];
  const held = levelOnRepository(actor, repository);
  if (atLeast(held, wanted)) return { allowed: true, because: 'level' };
  const open = action === 'pull' ? openTo(actor, repository, policy) : undefined;
  if (open && open !== 'share-expired') return { allowed: true, because: open };
  if (actor.kind === 'anonymous') return { allowed: false, reason: 'sign-in', held, wanted };
  if (open === 'share-expired') return { allowed: false, reason: open, held, wanted };
  if (action === 'push' && !repository.organization) {
    return { allowed: false, reason: 'organization-unknown', held, wanted };
  }
  if (held === undefined) {
    return { allowed: false, reason: action === 'push' ? 'not-a-member' : 'repository-hidden', held, wanted };
  }
  return { allowed: false, reason: 'level-too-low', held, wanted };
}
