import type { Share, SharedRepository } from '@wharf/api';
import type { Visibility } from '@wharf/policies/access';
import { shareState } from '@wharf/policies/sharing';
import { isoTime } from '../iso-time.ts';

interface ShareRow {
  account_id: string;
  name: string;
  description: string;
  expires_at: number | null;
  created_at: number;
  created_by: string;
}

export function presentShare(row: ShareRow, now: Date): Share {
  return {
    account: { id: row.account_id, name: row.name },
    description: row.description,
    expiresAt: isoTime(row.expires_at),
    state: shareState({ expiresAt: row.expires_at }, now.getTime()),
    createdAt: isoTime(row.created_at),
    createdBy: row.created_by,
  };
}

interface SharedRepositoryRow {
  /** Full name. */
  repository_name: string;
  visibility: Visibility;
  /** Name of the account that the repository belongs to. */
  owner: string;
  created_at: number;
  expires_at: number | null;
  tag_count: number;
  bytes: number;
  pushed_at: number;
  latest_tag: string | null;
}

export function presentSharedRepository(row: SharedRepositoryRow, now: Date): SharedRepository {
  const slash = row.repository_name.indexOf('/');
  const state = shareState({ expiresAt: row.expires_at }, now.getTime());
  return {
    organization: row.repository_name.slice(0, slash),
    path: row.repository_name.slice(slash + 1),
    visibility: row.visibility,
    sharedBy: row.owner,
    sharedAt: isoTime(row.created_at),
    expiresAt: isoTime(row.expires_at),
    state,
    // What became of an image since the share ended is no longer the receiver's to know.
    content:
      state === 'active' || row.visibility === 'public'
        ? { tagCount: row.tag_count, bytes: row.bytes, pushedAt: isoTime(row.pushed_at), latestTag: row.latest_tag }
        : null,
  };
}
