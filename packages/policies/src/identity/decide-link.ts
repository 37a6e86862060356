/** What is known when a user wants an outside identity to be his as well. */
export interface LinkFacts {
  userId: string;
  /** He signs in with a password of his own here. */
  ownPassword: boolean;
  /** Another identity is his already. */
  hasOther: boolean;
  /** Id of the user whose identity it is; undefined: nobody's. */
  owner: string | undefined;
}

export type LinkDecision = { allowed: true } | { allowed: false; reason: LinkRefusal };
export type LinkRefusal = 'no-password' | 'identity-linked' | 'identity-taken';

/** Whether an outside identity may become a further way in for a user: one a user, and never one that leads to somebody else. */
export function decideLink({ userId, ownPassword, hasOther, owner }: LinkFacts): LinkDecision {
  if (!ownPassword) return { allowed: false, reason: 'no-password' };
  if (owner !== undefined && owner !== userId) return { allowed: false, reason: 'identity-taken' };
  if (hasOther) return { allowed: false, reason: 'identity-linked' };
  return { allowed: true };
}

/**
 * Whether a user may give his identity up. Not the only way in; nor one that made him, by which the provider's rules hold for
 * him.
 */
export function decideUnlink({ ownPassword, linked }: { ownPassword: boolean; linked: boolean }): boolean {
  return ownPassword && linked;
}
