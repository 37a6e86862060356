import type { Visibility } from '../access/index.ts';
import { shareState } from './share-state.ts';

/** What is known of a repository when it is to be shared. */
export interface SharingFacts {
  visibility: Visibility;
  /** The account that it belongs to. */
  ownAccountId: string;
  /** Ids of the accounts that it is shared with already, ended shares included. */
  sharedWith: ReadonlySet<string>;
}

/** Shares to create, or to change where there is one already. */
export interface WantedShares {
  accountIds: readonly string[];
  /** ms since 1970; null is for ever. */
  expiresAt: number | null;
}

export interface SharingPolicy {
  /** Accounts that one repository is shared with at most. */
  limit: number;
  /** ms since 1970 */
  now: number;
}

export type SharingDecision =
  | { allowed: true; created: string[]; changed: string[] }
  /** Everybody can pull it: a share would promise a limit that is not there. */
  | { allowed: false; reason: 'image-public' }
  | { allowed: false; reason: 'in-the-past' }
  | { allowed: false; reason: 'own-account' }
  | { allowed: false; reason: 'too-many-shares'; used: number; limit: number };

/** Whether a repository may be shared so. All or nothing: a request that would go over the limit creates no share. */
export function decideSharing(
  { visibility, ownAccountId, sharedWith }: SharingFacts,
  { accountIds, expiresAt }: WantedShares,
  { limit, now }: SharingPolicy,
): SharingDecision {
  if (visibility === 'public') return { allowed: false, reason: 'image-public' };
  if (shareState({ expiresAt }, now) === 'expired') return { allowed: false, reason: 'in-the-past' };
  const wanted = [...new Set(accountIds)];
  if (wanted.includes(ownAccountId)) return { allowed: false, reason: 'own-account' };
  const created = wanted.filter((id) => !sharedWith.has(id));
  const used = sharedWith.size;
  if (created.length > 0 && used + created.length > limit) {
    return { allowed: false, reason: 'too-many-shares', used, limit };
  }
  return { allowed: true, created, changed: wanted.filter((id) => sharedWith.has(id)) };
}
