import type { Digest, RepositoryName } from '@wharf/oci';
import type { Page, Referrers, ReferrersPage } from '@wharf/registry';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema.ts';

export async function listReferrers(
  db: Kysely<Database>,
  name: RepositoryName,
  subject: Digest,
  artifactType: string | undefined,
  page: ReferrersPage,
): Promise<Referrers> {
  const { last, limit } = page;
  // Lengths first: both dialects know them without reading the texts, of which a thousand may be gigabytes.
  const ahead = await referrerSizes(db, name, subject, artifactType, { last, limit: limit + 1 }).execute();
  const count = countWithin(ahead.slice(0, limit), page.bytes);
  const end = ahead[count - 1]?.digest;
  if (end === undefined) return { descriptors: [], more: ahead.length > 0 };
  const rows = await referrersOf(db, name, subject, artifactType, { last, limit: count }).execute();
  return {
    descriptors: rows.map((row) => ({
      mediaType: row.media_type,
      digest: row.digest as Digest,
      size: row.size,
      ...(row.artifact_type === null ? {} : { artifactType: row.artifact_type }),
      ...(row.annotations === null ? {} : { annotations: JSON.parse(row.annotations) as Record<string, string> }),
    })),
    // One that was pushed between the two statements moves the last one to the next page.
    more: ahead.length > count || (rows.length > 0 && rows.at(-1)?.digest !== end),
  };
}

/** How many of the first rows hold no more than `bytes` together; one at least. */
function countWithin(rows: readonly { bytes: number }[], bytes: number): number {
  let sum = 0;
  const over = rows.findIndex((row, index) => {
    sum += row.bytes;
    return sum > bytes && index > 0;
  });
  return over < 0 ? rows.length : over;
}

export function referrerSizes(
  db: Kysely<Database>,
  name: RepositoryName,
  subject: Digest,
  artifactType: string | undefined,
  page: Page<string>,
) {
  const bytes = sql<number>`coalesce(octet_length(annotations), 0) + coalesce(octet_length(artifact_type), 0)`;
  return inOrder(db, name, subject, artifactType, page).select(['digest', bytes.as('bytes')]);
}

export function referrersOf(
  db: Kysely<Database>,
  name: RepositoryName,
  subject: Digest,
  artifactType: string | undefined,
  page: Page<string>,
) {
  return inOrder(db, name, subject, artifactType, page).select([
    'digest',
    'media_type',
    'size',
    'artifact_type',
    'annotations',
  ]);
}

function inOrder(
  db: Kysely<Database>,
  name: RepositoryName,
  subject: Digest,
  artifactType: string | undefined,
  { last = '', limit }: Page<string>,
) {
  // A subquery and not a join: so both dialects see one index range in the order that is asked for.
  const all = db
    .selectFrom('manifests')
    .where('repository_id', '=', (row) => row.selectFrom('repositories').select('id').where('name', '=', name))
    .where('subject', '=', subject)
    .where('deleted_at', 'is', null)
    .where('digest', '>', last)
    .orderBy('digest')
    .limit(limit);
  return artifactType === undefined ? all : all.where('artifact_type', '=', artifactType);
}
