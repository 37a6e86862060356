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
  /** Takes the second factor away. */
  secondFactor?: boolean | undefined;
  consoleAccess?: boolean | undefined;
  programmaticAccess?: boolean | undefined;
}

export type UserDecision =
  | { allowed: true }
  /** `hidden`: the actor may not learn whether there is such a user. */
  | { allowed: false; reason: 'user-hidden' | 'administrators-only' | 'system-administrators-only' | 'on-yourself' };

/** Whether an actor may see and administer the users of an account: his own, or any as a system administrator. */
export function decideUserList(actor: Actor, accountId: string): UserDecision {
  if (!administers(actor)) return { allowed: false, reason: 'administrators-only' };
  return reaches(actor, accountId) ? { allowed: true } : { allowed: false, reason: 'user-hidden' };
}

/** Whether an actor may add a user with `role` to an account. */
export function decideUserCreation(actor: Actor, accountId: string, role: Role): UserDecision {
  const decision = decideUserList(actor, accountId);
  if (!decision.allowed || !administers(actor)) return decision;
  return reachesUpTo(actor, role) ? decision : { allowed: false, reason: 'system-administrators-only' };
}

/**
 * Whether an actor may change a user. Nobody gives a role above his own or changes who holds one (a new password for a
 * system administrator would be his rights). On himself nobody loses rights, and his password and second factor ask for the old password.
 */
export function decideUserChange(actor: Actor, user: UserFacts, change: UserChange): UserDecision {
  const decision = decideUserList(actor, user.accountId);
  if (!decision.allowed || !administers(actor)) return decision;
  if (!reachesUpTo(actor, user.role) || (change.role && !reachesUpTo(actor, change.role))) {
    return { allowed: false, reason: 'system-administrators-only' };
  }
  const shutsOut = change.disabled || change.consoleAccess === false;
  const resets = change.password || change.secondFactor;
  if (actor.id === user.id && (shutsOut || resets || (change.role && change.role !== user.role))) {
    return { allowed: false, reason: 'on-yourself' };
  }
  return decision;
}

/** Whether an actor may delete a user: whom he may disable. So a system administrator always remains. */
export function decideUserRemoval(actor: Actor, user: UserFacts): UserDecision {
  return decideUserChange(actor, user, { disabled: true });
}

type UserActor = Extract<Actor, { kind: 'user' }>;

function administers(actor: Actor): actor is UserActor {
  return actor.kind === 'user' && actor.role !== 'member';
}

function reaches(actor: UserActor, accountId: string): boolean {
  return actor.role === 'system-administrator' || actor.accountId === accountId;
}

function reachesUpTo(actor: UserActor, role: Role): boolean {
  return role !== 'system-administrator' || actor.role === 'system-administrator';
}
