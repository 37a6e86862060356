import type { Actor } from '../access/index.ts';

export type LeavingDecision =
  | { allowed: true }
  /** `share-absent`: his account received none, so he learns nothing of the image. */
  | { allowed: false; reason: 'share-absent' | 'administrators-only' };

/** Whether an actor may give a share back: it is his account's, so its administrators decide for all of its users. */
export function decideLeaving(actor: Actor, share: { accountId: string } | undefined): LeavingDecision {
  if (actor.kind !== 'user' || actor.accountId !== share?.accountId) return { allowed: false, reason: 'share-absent' };
  return actor.role === 'member' ? { allowed: false, reason: 'administrators-only' } : { allowed: true };
}
