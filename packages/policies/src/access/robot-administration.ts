import type { Actor } from './actor.ts';
import { levelOn, type OrganizationFacts, seesOrganization } from './organization.ts';

export type RobotDecision =
  | { allowed: true }
  /** `hidden`: the actor may not learn whether there is such a robot. */
  | { allowed: false; reason: 'robot-hidden' | 'level-too-low' | 'administrators-only' };

/**
 * Whether an actor may see and change robots: those of an organization are looked after by who manages it, those of a whole
 * account by its administrators.
 * @param organization undefined for a robot of the whole account
 */
export function decideRobots(
  actor: Actor,
  accountId: string,
  organization: OrganizationFacts | undefined,
): RobotDecision {
  if (actor.kind !== 'user') return { allowed: false, reason: 'robot-hidden' };
  if (organization) {
    if (levelOn(actor, organization).level === 'manage') return { allowed: true };
    return { allowed: false, reason: seesOrganization(actor, organization) ? 'level-too-low' : 'robot-hidden' };
  }
  if (actor.role === 'system-administrator') return { allowed: true };
  if (actor.accountId !== accountId) return { allowed: false, reason: 'robot-hidden' };
  return actor.role === 'account-administrator' ? { allowed: true } : { allowed: false, reason: 'administrators-only' };
}
