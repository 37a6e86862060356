import { type Role, roles } from '../access/actor.ts';
import { atLeast, type Level } from '../access/level.ts';
import type { IdentityDecision, IdentityPolicy, IdentityRule, MappedGrant, OutsideIdentity } from './identity.ts';
import { userNameOf } from './user-name.ts';

/**
 * What the groups and claims of an outside identity give here. The account is the claimed one, else that of the first
 * rule that names one, else the policy's. Of the rules that then hold, the highest role counts, and the highest level on each organization.
 */
export function decideIdentity(identity: OutsideIdentity, policy: IdentityPolicy): IdentityDecision {
  const name = userNameOf(identity.name);
  if (name === undefined) return { allowed: false, reason: 'name-unfit' };
  const matching = policy.rules.filter(({ group }) => group === '*' || identity.groups.includes(group));
  const account = identity.account ?? matching.find((rule) => rule.account !== undefined)?.account ?? policy.account;
  if (account === undefined) return { allowed: false, reason: 'no-account' };
  const holding = matching.filter((rule) => rule.account === undefined || rule.account === account);
  return { allowed: true, name, account, role: highestRole(holding, policy), grants: highestGrants(holding) };
}

function highestRole(holding: readonly IdentityRule[], policy: IdentityPolicy): Role | undefined {
  if (policy.rules.every(({ role }) => role === undefined)) return undefined;
  return roles[Math.max(0, ...holding.map(({ role }) => (role ? roles.indexOf(role) : 0)))];
}

function highestGrants(holding: readonly IdentityRule[]): MappedGrant[] {
  const levels = new Map<string, Level>();
  for (const { organization, level } of holding.flatMap(({ grants }) => grants ?? [])) {
    if (!atLeast(levels.get(organization), level)) levels.set(organization, level);
  }
  return [...levels].map(([organization, level]) => ({ organization, level }));
}
