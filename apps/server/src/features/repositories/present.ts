import type { Category, Repository } from '@wharf/api';
import type { ResourceTag } from '@wharf/oci';
import { type Level, levelOn, type Visibility } from '@wharf/policies/access';
import type { UserActor } from '../../auth/user-actor.ts';
import { isoTime } from '../iso-time.ts';

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
  /** The actor's own grant on the organization. */
  granted: Level | null;
}

export function presentRepository(row: RepositoryRow, actor: UserActor, resourceTags: ResourceTag[] = []): Repository {
  const slash = row.name.indexOf('/');
  const { level } = levelOn(actor, { accountId: row.account_id, granted: row.granted ?? undefined });
  return {
    id: row.id,
    organization: row.name.slice(0, slash),
    path: row.name.slice(slash + 1),
    visibility: row.visibility,
    // Whoever holds no level sees it because it is public.
    level: level ?? 'read',
    tagCount: row.tag_count,
    bytes: row.bytes,
    pulls: row.pulls,
    pushedAt: isoTime(row.pushed_at),
    pulledAt: isoTime(row.pulled_at),
    // Only the contract's words are ever written.
    category: row.category as Category | null,
    resourceTags: level ? resourceTags : [],
  };
}
