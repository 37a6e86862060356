import type { Actor } from './actor.ts';

export type AccountDecision =
  | { allowed: true }
  | { allowed: false; reason: 'system-administrators-only' | 'on-own-account' | 'account-not-empty' };

/** Whether an actor may see all accounts, make one, and set quotas. */
export function decideAccountAdministration(actor: Actor): AccountDecision {
  if (actor.kind === 'user' && actor.role === 'system-administrator') return { allowed: true };
  return { allowed: false, reason: 'system-administrators-only' };
}

/** Whether an actor may disable or enable an account. His own he would be shut out of. */
export function decideAccountChange(actor: Actor, accountId: string, change: { disabled?: boolean | undefined }) {
  const decision = decideAccountAdministration(actor);
  if (decision.allowed && change.disabled && isOf(actor, accountId)) return onOwn;
  return decision;
}

/** Whether an actor may delete an account: one without organizations, and not his own. */
export function decideAccountRemoval(actor: Actor, account: { id: string; organizations: number }): AccountDecision {
  const decision = decideAccountAdministration(actor);
  if (!decision.allowed) return decision;
  if (isOf(actor, account.id)) return onOwn;
  return account.organizations > 0 ? { allowed: false, reason: 'account-not-empty' } : decision;
}

const onOwn: AccountDecision = { allowed: false, reason: 'on-own-account' };

function isOf(actor: Actor, accountId: string): boolean {
  return actor.kind !== 'anonymous' && actor.accountId === accountId;
}
