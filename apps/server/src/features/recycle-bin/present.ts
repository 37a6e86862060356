import type { DeletedManifest, DeletedTag, Deletion } from '@wharf/api';
import type { Platform } from '@wharf/oci';
import { artifactTypeShown } from '../artifact-type.ts';
import { isoTime } from '../iso-time.ts';
import type { DeletionRow, listDeletedManifests, listDeletedTags } from './queries.ts';

type Row<List extends (...args: never[]) => Promise<unknown[]>> = Awaited<ReturnType<List>>[number];

export function presentDeletion(row: DeletionRow, tagNames: string[]): Deletion {
  const slash = row.repository.indexOf('/');
  return {
    id: row.id,
    organization: row.repository.slice(0, slash),
    repository: row.repository.slice(slash + 1),
    imageThere: row.repository_pushed_at !== null,
    kind: row.kind,
    runId: row.run_id,
    rule: row.rule,
    deletedBy: row.author_name,
    deletedAt: isoTime(row.deleted_at),
    expiresAt: isoTime(row.expires_at),
    tagCount: row.tag_count,
    tagNames,
    manifestCount: row.manifest_count,
    bytes: row.bytes,
  };
}

export function presentDeletedTag(row: Row<typeof listDeletedTags>): DeletedTag {
  return {
    name: row.name,
    digest: row.digest,
    pushedAt: isoTime(row.pushed_at),
    pushedBy: row.pushed_by,
    presentDigest: row.present_digest,
    lost: row.held_digest === null,
  };
}

export function presentDeletedManifest(row: Row<typeof listDeletedManifests>): DeletedManifest {
  return {
    digest: row.digest,
    mediaType: row.media_type,
    kind: row.kind,
    artifactType: artifactTypeShown(row.artifact_type),
    subject: row.subject,
    platforms: JSON.parse(row.platforms) as Platform[],
    size: row.content_size,
    pushedAt: isoTime(row.pushed_at),
  };
}
