import type { Tag } from '@wharf/api';
import type { Platform } from '@wharf/oci';
import { artifactTypeShown } from '../artifact-type.ts';
import { isoTime } from '../iso-time.ts';

export interface TagRow {
  name: string;
  digest: string;
  media_type: string;
  kind: 'image' | 'index';
  artifact_type: string | null;
  /** JSON: Platform[] */
  platforms: string;
  content_size: number;
  pushed_at: number;
  pushed_by: string;
  pulls: number;
  pulled_at: number | null;
}

/** @param held whether the reader holds a level on the repository: others do not learn who works on it */
export function presentTag(row: TagRow, held: boolean): Tag {
  return {
    name: row.name,
    digest: row.digest,
    mediaType: row.media_type,
    kind: row.kind,
    artifactType: artifactTypeShown(row.artifact_type),
    platforms: JSON.parse(row.platforms) as Platform[],
    size: row.content_size,
    pushedAt: isoTime(row.pushed_at),
    pushedBy: held ? row.pushed_by : null,
    pulls: row.pulls,
    pulledAt: isoTime(row.pulled_at),
  };
}
