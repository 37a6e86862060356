import type { Actor } from './actor.ts';
import type { NameRange } from './grant.ts';
import { highest, type Level } from './level.ts';
import { heldGrants, levelOn, type OrganizationFacts, seesOrganization } from './organization.ts';

/** The level that an actor holds on every image of a range, be there any or not. */
export function levelOver(actor: Actor, organization: OrganizationFacts, range: NameRange): Level | undefined {
  const containing = heldGrants(actor, organization).filter(
    ({ first, last }) => first <= range.first && range.last <= last,
  );
  return highest(levelOn(actor, organization).level, ...containing.map((grant) => grant.level));
}

export type GrantDecision =
  | { allowed: true }
  | { allowed: false; reason: 'organization-hidden' | 'level-too-low' | 'on-yourself'; held: Level | undefined };

/**
 * Whether an actor may give, change or take what `holder` is granted on a range of an organization's images: who manages all of
 * them may, but nobody changes what he holds himself.
 */
export function decideGrant(
  actor: Actor,
  organization: OrganizationFacts,
  range: NameRange,
  holder: { kind: 'user' | 'robot'; id: string },
): GrantDecision {
  const held = levelOver(actor, organization, range);
  if (held !== 'manage') {
    return {
      allowed: false,
      reason: seesOrganization(actor, organization) ? 'level-too-low' : 'organization-hidden',
      held,
    };
  }
  if (actor.kind === holder.kind && actor.id === holder.id) return { allowed: false, reason: 'on-yourself', held };
  return { allowed: true };
}
