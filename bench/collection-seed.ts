import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId, openDatabase } from '@wharf/db';
import type { CollectionAmounts } from './collection.ts';

const rowsAtOnce = 200;
const blobsPerManifest = 10;
/** Of the repositories that hold them. */
const repositories = 100;
const longAgo = Date.UTC(2020, 0, 1);

/**
 * Fills the database of a stopped server as pushes of images of ten layers would. Those blobs that nothing uses have an object
 * each, so that their removal costs what it does; half of them were left by deleted images, half by pushes that never ended in one.
 */
export async function seedBlobs(folder: string, { blobs, unused }: CollectionAmounts): Promise<void> {
  const database = await openDatabase({ file: join(folder, 'db', 'wharf.sqlite') });
  try {
    const { db } = database;
    const organization = await db.selectFrom('organizations').select('id').executeTakeFirstOrThrow();
    const ids = Array.from({ length: repositories }, () => newId());
    await db
      .insertInto('repositories')
      .values(
        ids.map((id, index) => ({ id, organization_id: organization.id, name: `bench/seed-${index}`, created_at: 0 })),
      )
      .execute();
    for (let from = 0; from < blobs; from += rowsAtOnce * blobsPerManifest) {
      const numbers = Array.from(
        { length: Math.min(rowsAtOnce * blobsPerManifest, blobs - from) },
        (_, at) => from + at,
      );
      const rows = numbers.map((number) => {
        const hash = createHash('sha256').update(`blob ${number}`).digest('hex');
        const key = `blobs/${hash.slice(0, 2)}/${hash.slice(0, 32)}`;
        return { number, digest: `sha256:${hash}`, key, used: number >= unused };
      });
      await database.relaxed(async (trx) => {
        const columns = { size: 10, created_at: longAgo, touched_at: longAgo };
        for (const some of chunks(rows)) {
          const values = some.map(({ digest, key }) => ({ ...columns, digest, storage_key: key }));
          await trx.insertInto('blobs').values(values).execute();
        }
        const held = rows.filter(({ used, number }) => used || number % 2 === 0);
        for (const some of chunks(held)) {
          const values = some.map(({ digest, number }) => ({ repository_id: repositoryOf(ids, number), digest }));
          await trx.insertInto('repository_blobs').values(values).execute();
        }
        const used = rows.filter((each) => each.used);
        const manifests = [...new Set(used.map(({ number }) => Math.floor(number / blobsPerManifest)))];
        for (const some of chunks(manifests)) {
          await trx
            .insertInto('manifests')
            .values(some.map((manifest) => manifestRow(repositoryOf(ids, manifest * blobsPerManifest), manifest)))
            .execute();
        }
        for (const some of chunks(used)) {
          const values = some.map(({ digest, number }) => ({
            repository_id: repositoryOf(ids, number),
            manifest_digest: manifestDigest(Math.floor(number / blobsPerManifest)),
            blob_digest: digest,
          }));
          await trx.insertInto('manifest_blobs').values(values).execute();
        }
      });
      for (const { key, used } of rows) {
        if (used) continue;
        await mkdir(join(folder, key.slice(0, 'blobs/00'.length)), { recursive: true });
        await writeFile(join(folder, key), '0123456789');
      }
    }
  } finally {
    await database.close();
  }
}

function repositoryOf(ids: readonly string[], number: number): string {
  return ids[Math.floor(number / blobsPerManifest) % ids.length] ?? '';
}

function manifestDigest(manifest: number): string {
  return `sha256:${createHash('sha256').update(`manifest ${manifest}`).digest('hex')}`;
}

function manifestRow(repository_id: string, manifest: number) {
  return {
    repository_id,
    digest: manifestDigest(manifest),
    media_type: 'application/vnd.oci.image.manifest.v1+json',
    kind: 'image' as const,
    artifact_type: null,
    subject: null,
    config_digest: null,
    size: 2,
    content_size: 0,
    platforms: '[]',
    annotations: null,
    pushed_at: longAgo,
    pushed_by: 'admin',
    content: Buffer.from('{}'),
  };
}

function* chunks<T>(rows: readonly T[]): Generator<T[]> {
  for (let start = 0; start < rows.length; start += rowsAtOnce) yield rows.slice(start, start + rowsAtOnce);
}
