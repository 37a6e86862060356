import type { Organization } from '@wharf/api';
import type { ResourceTag } from '@wharf/oci';
import { type Level, levelOn, rangeOf, type Visibility } from '@wharf/policies/access';
import type { UserActor } from '../../auth/user-actor.ts';
import { isoTime } from '../iso-time.ts';

export interface OrganizationRow {
  id: string;
  name: string;
  account_id: string;
  created_at: number;
  created_by: string;
  visibility: Visibility;
  /** The actor's own grant on the whole of it. */
  granted: Level | null;
  image_count: number | null;
  bytes: number | null;
}

/** @param row of an organization that the actor sees */
export function presentOrganization(
  row: OrganizationRow,
  actor: UserActor,
  resourceTags: ResourceTag[] = [],
): Organization {
  const grants = row.granted ? [{ level: row.granted, ...rangeOf(row.name, '') }] : [];
  const { id, account_id: accountId, visibility } = row;
  const { level } = levelOn(actor, { id, accountId, visibility, grants });
  return {
    id: row.id,
    name: row.name,
    level: level ?? null,
    visibility: row.visibility,
    imageCount: row.image_count ?? 0,
    bytes: row.bytes ?? 0,
    createdAt: isoTime(row.created_at),
    // Who sees it only because it is public does not learn who works on it.
    createdBy: level || actor.accountId === accountId ? row.created_by : null,
    resourceTags: level ? resourceTags : [],
  };
}
