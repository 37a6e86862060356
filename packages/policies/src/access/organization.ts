import type { Actor } from './actor.ts';
import { type HeldGrant, isWhole } from './grant.ts';
import { atLeast, highest, type Level } from './level.ts';

export type Visibility = 'public' | 'private';

/** What is known of an organization when a question about it is decided. */
export interface OrganizationFacts {
  id: string;
  accountId: string;
  /** Public: whoever is signed in may pull its images. */
  visibility: Visibility;
  /** The actor's own grants on it and on its images. */
  grants: readonly HeldGrant[];
}

/** The level that an actor holds on a whole organization, and why. */
export function levelOn(
  actor: Actor,
  organization: OrganizationFacts,
): { level: Level | undefined; because: 'system-administrator' | 'account-administrator' | 'grant' | 'none' } {
  if (actor.kind === 'user') {
    if (actor.role === 'system-administrator') return { level: 'manage', because: 'system-administrator' };
    if (actor.role === 'account-administrator' && actor.accountId === organization.accountId) {
      return { level: 'manage', because: 'account-administrator' };
    }
  }
  const level = highest(
    ...heldGrants(actor, organization)
      .filter(isWhole)
      .map((grant) => grant.level),
  );
  return { level, because: level ? 'grant' : 'none' };
}

/** Only those that count: a grant does not reach out of its account, nor a robot out of its organization. */
export function heldGrants(actor: Actor, organization: OrganizationFacts): readonly HeldGrant[] {
  if (actor.kind === 'anonymous' || actor.accountId !== organization.accountId) return [];
  if (actor.kind === 'robot' && ![null, organization.id].includes(actor.organizationId)) return [];
  return organization.grants;
}

/** Whether an actor may know that the organization is there: by a level, by a grant on one of its images, or because it is public. */
export function seesOrganization(actor: Actor, organization: OrganizationFacts): boolean {
  if (actor.kind === 'anonymous') return false;
  if (organization.visibility === 'public') return true;
  return levelOn(actor, organization).level !== undefined || heldGrants(actor, organization).length > 0;
}

export type OrganizationDecision =
  | { allowed: true; level: Level }
  /** `hidden`: the actor may not even learn that it exists. */
  | {
      allowed: false;
      reason: 'organization-hidden' | 'level-too-low';
      hidden: boolean;
      held: Level | undefined;
      wanted: Level;
    };

/** Whether an actor may do what needs `wanted` on the whole of an organization. */
export function decideOrganization(actor: Actor, organization: OrganizationFacts, wanted: Level): OrganizationDecision {
  const { level } = levelOn(actor, organization);
  if (atLeast(level, wanted) && level) return { allowed: true, level };
  const hidden = !seesOrganization(actor, organization);
  return {
    allowed: false,
    reason: hidden ? 'organization-hidden' : 'level-too-low',
    hidden,
    held: level,
    wanted,
  };
}
