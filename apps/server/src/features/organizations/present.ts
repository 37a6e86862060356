import type { Organization } from '@wharf/api';
import type { ResourceTag } from '@wharf/oci';
import { type Level, levelOn } from '@wharf/policies/access';
import type { UserActor } from '../../auth/user-actor.ts';
import { isoTime } from '../iso-time.ts';

export interface OrganizationRow {
  id: string;
  name: string;
  account_id: string;
  created_at: number;
  created_by: string;
  /** The actor's own grant. */
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
  const { level } = levelOn(actor, { accountId: row.account_id, granted: row.granted ?? undefined });
  if (!level) throw new Error(`the organization ${row.id} was shown to ${actor.id}, who may not see it`);
  return {
    id: row.id,
    name: row.name,
    level,
    imageCount: row.image_count ?? 0,
    bytes: row.bytes ?? 0,
    createdAt: isoTime(row.created_at),
    createdBy: row.created_by,
    resourceTags,
  };
}
