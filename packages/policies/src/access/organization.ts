import type { Actor } from './actor.ts';
import { atLeast, type Level } from './level.ts';

/** What is known of an organization when a question about it is decided. */
export interface OrganizationFacts {
  accountId: string;
  /** The actor's own grant on it. */
  granted: Level | undefined;
}

/** The level that an actor holds on an organization, and why. */
export function levelOn(
  actor: Actor,
  organization: OrganizationFacts,
): { level: Level | undefined; because: 'system-administrator' | 'account-administrator' | 'grant' | 'none' } {
  if (actor.kind === 'anonymous') return { level: undefined, because: 'none' };
  if (actor.role === 'system-administrator') return { level: 'manage', because: 'system-administrator' };
  if (actor.accountId !== organization.accountId) return { level: undefined, because: 'none' };
  if (actor.role === 'account-administrator') return { level: 'manage', because: 'account-administrator' };
  return organization.granted
    ? { level: organization.granted, because: 'grant' }
    : { level: undefined, because: 'none' };
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

/** Whether an actor may do what needs `wanted` on an organization. */
export function decideOrganization(actor: Actor, organization: OrganizationFacts, wanted: Level): OrganizationDecision {
  const { level } = levelOn(actor, organization);
  if (level === undefined) return { allowed: false, reason: 'organization-hidden', hidden: true, held: level, wanted };
  if (!atLeast(level, wanted)) return { allowed: false, reason: 'level-too-low', hidden: false, held: level, wanted };
  return { allowed: true, level };
}
