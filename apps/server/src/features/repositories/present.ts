import type { Category, Repository } from '@wharf/api';
import type { ResourceTag } from '@wharf/oci';
import { levelOnRepository, type Visibility } from '@wharf/policies/access';
import type { UserActor } from '../../auth/user-actor.ts';
import { isoTime } from '../iso-time.ts';
import { levelOfRank } from '../sight.ts';

export interface RepositoryRow {
  id: string;
  name: string;
  visibility: Visibility;
  tag_count: number;
  bytes: number;
  pulls: number;
  pushed_at: number;
  pulled_at: number | null;
  category: string | null;
  account_id: string;
  organization_id: string;
  /** `coveringRank` of the actor. */
  granted: number | null;
  share_count: number;
}

export function presentRepository(row: RepositoryRow, actor: UserActor, resourceTags: ResourceTag[] = []): Repository {
  const slash = row.name.indexOf('/');
  const { name } = row;
  const granted = levelOfRank(row.granted);
  const organization = {
    id: row.organization_id,
    accountId: row.account_id,
    visibility: 'private',
    grants: granted ? [{ level: granted, first: name, last: name }] : [],
  } as const;
  const level = levelOnRepository(actor, { name, organization, visibility: row.visibility });
  return {
    id: row.id,
    organization: row.name.slice(0, slash),
    path: row.name.slice(slash + 1),
    visibility: row.visibility,
    // Whoever holds no level sees it because it, or its organization, is public, or because it is shared with him.
    level: level ?? 'read',
    held: level ?? null,
    tagCount: row.tag_count,
    bytes: row.bytes,
    pulls: row.pulls,
    pushedAt: isoTime(row.pushed_at),
    pulledAt: isoTime(row.pulled_at),
    // Only the contract's words are ever written.
    category: row.category as Category | null,
    resourceTags: level ? resourceTags : [],
    shareCount: level ? row.share_count : 0,
  };
}
