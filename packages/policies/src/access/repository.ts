import type { Actor } from './actor.ts';
import { atLeast, type Level } from './level.ts';
import { levelOn, type OrganizationFacts } from './organization.ts';

export const registryActions = ['pull', 'push', 'delete'] as const;
export type RegistryAction = (typeof registryActions)[number];

export type Visibility = 'public' | 'private';

/** What is known when a registry action on a repository is decided. */
export interface RepositoryFacts {
  /** Undefined when no such organization exists. */
  organization: OrganizationFacts | undefined;
  /** Undefined when no such repository exists (yet). */
  visibility: Visibility | undefined;
}

export type RefusedBecause =
  | 'sign-in'
  | 'organization-unknown'
  | 'repository-hidden'
  | 'not-a-member'
  | 'level-too-low';

export type RepositoryDecision =
  | { allowed: true; because: 'public' | 'level' }
  | { allowed: false; reason: RefusedBecause; held: Level | undefined; wanted: Level };

const needed: Record<RegistryAction, Level> = { pull: 'read', push: 'edit', delete: 'manage' };

/**
 * Whether an actor may pull from, push to or delete in a repository. For pulls, a repository that is not there and one
 * that the actor may not read give the same answer.
 */
export function decideRepository(
  actor: Actor,
  repository: RepositoryFacts,
  action: RegistryAction,
): RepositoryDecision {
  const wanted = needed[action];
  const { organization, visibility } = repository;
  if (action === 'pull' && organization && visibility === 'public') return { allowed: true, because: 'public' };
  if (actor.kind === 'anonymous') return { allowed: false, reason: 'sign-in', held: undefined, wanted };
  const held = organization && levelOn(actor, organization).level;
  if (atLeast(held, wanted)) return { allowed: true, because: 'level' };
  if (action === 'push' && !organization) return { allowed: false, reason: 'organization-unknown', held, wanted };
  if (held === undefined) {
    return { allowed: false, reason: action === 'push' ? 'not-a-member' : 'repository-hidden', held, wanted };
  }
  return { allowed: false, reason: 'level-too-low', held, wanted };
}
