import type { Actor, Role } from './actor.ts';

/** What is known of a user when a change of him is decided. */
export interface UserFacts {
  id: string;
  accountId: string;
  role: Role;
}

/** What is to change; parts left out stay. */
export interface UserChange {
  role?: Role | undefined;
  disabled?: boolean | undefined;
  password?: boolean | undefined;
}

export type UserDecision =
  | { allowed: true }
  /** `hidden`: the actor may not learn whether there is such a user. */
  | { allowed: false; reason: 'user-hidden' | 'administrators-only' | 'system-administrators-only' | 'on-yourself' };

/** Whether an actor may see and administer the users of his account. */
export function decideUserList(actor: Actor): UserDecision {
  return administers(actor) ? { allowed: true } : { allowed: false, reason: 'administrators-only' };
}

/** Whether an actor may add a user with `role` to his own account. */
export function decideUserCreation(actor: Actor, role: Role): UserDecision {
  if (!administers(actor)) return { allowed: false, reason: 'administrators-only' };
  return reachesUpTo(actor, role) ? { allowed: true } : { allowed: false, reason: 'system-administrators-only' };
}

/**
 * Whether an actor may change a user. Nobody gives a role above his own or changes who holds one (a new password for a
 * system administrator would be his rights). On himself nobody loses rights, and his password asks for the old one.
 */
export function decideUserChange(actor: Actor, user: UserFacts, change: UserChange): UserDecision {
  if (!administers(actor)) return { allowed: false, reason: 'administrators-only' };
  if (actor.accountId !== user.accountId) return { allowed: false, reason: 'user-hidden' };
  if (!reachesUpTo(actor, user.role) || (change.role && !reachesUpTo(actor, change.role))) {
    return { allowed: false, reason: 'system-administrators-only' };
  }
  if (actor.id === user.id && (change.disabled || change.password || (change.role && change.role !== user.role))) {
    return { allowed: false, reason: 'on-yourself' };
  }
  return { allowed: true };
}

type UserActor = Extract<Actor, { kind: 'user' }>;

function administers(actor: Actor): actor is UserActor {
  return actor.kind === 'user' && actor.role !== 'member';
}

function reachesUpTo(actor: UserActor, role: Role): boolean {
  return role !== 'system-administrator' || actor.role === 'system-administrator';
}
