import { setImmediate as turn } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { WharfDatabase } from '../database.ts';
import { inChunks } from '../metadata/in-chunks.ts';
import type { Database } from '../schema.ts';
import { type Holder, serverId, Tallies, type Tally } from './tally.ts';

type Db = Kysely<Database>;

export interface LedgerWalk {
  /** Bytes of an upload's object: its row may be behind. */
  uploadBytes(storageKey: string): Promise<number>;
  signal?: AbortSignal;
  progress?(seen: number, total: number): void;
  /** Rows of one stretch. */
  limit?: number;
}

export interface ServerFacts {
  orphanBytes: number;
  diskBytes: number;
  blobs: number;
  brokenBlobs: number;
}

/**
 * Tells where each stored byte belongs, in stretches that nobody waits for long: so it is no snapshot, and exact when nothing changes
 * meanwhile.
 */
export async function measureLedger(
  db: Db,
  { uploadBytes, signal, progress, limit = 1000 }: LedgerWalk,
): Promise<{ tallies: Tallies; blobs: number; brokenBlobs: number }> {
  const tallies = new Tallies();
  const total = await countHolders(db);
  let seen = 0;
  // A blob's size and its holders come side by side, but the last one of a stretch may go on in the next.
  let current: { digest: string; size: number; holders: Holder[] } | undefined;
  let [digest, repository] = ['', ''];
  let blobs = 0;
  let brokenBlobs = 0;
  const settle = () => {
    if (current) tallies.addBlob(current.size, current.holders);
    current = undefined;
  };
  for (;;) {
    signal?.throwIfAborted();
    const rows = await holdersFrom(db, digest, repository, limit).execute();
    for (const row of rows) {
      if (current?.digest !== row.digest) {
        settle();
        current = { digest: row.digest, size: row.size, holders: [] };
      }
      const use = row.live ? 'live' : row.named ? 'bin' : 'none';
      const { repository_id: repositoryId, organization_id: organizationId } = row;
      current.holders.push({ repositoryId, organizationId, accountId: row.account_id ?? '', use });
    }
    const last = rows.at(-1);
    seen += rows.length;
    progress?.(seen, Math.max(seen, total));
    if (!last || rows.length < limit) break;
    [digest, repository] = [last.digest, last.repository_id];
    await turn();
  }
  settle();
  for (let after = ''; ; await turn()) {
    signal?.throwIfAborted();
    const rows = await blobsFrom(db, after, limit).execute();
    for (const row of rows) {
      blobs += 1;
      if (row.broken_at !== null) brokenBlobs += 1;
      if (!row.held) tallies.addBlob(row.size, []);
    }
    after = rows.at(-1)?.digest ?? '';
    if (rows.length < limit) break;
  }
  for (const row of await listUploads(db)) {
    const holder = { repositoryId: row.repository_id, organizationId: row.organization_id };
    tallies.addUpload(await uploadBytes(row.storage_key), holder);
  }
  return { tallies, blobs, brokenBlobs };
}

/** Puts a walk's tallies in the place of those before. Relaxed: they can be counted again. */
export async function saveLedger(
  database: WharfDatabase,
  tallies: Tallies,
  facts: ServerFacts,
  at: Date,
): Promise<void> {
  const rows = [...tallies.of].map(([id, tally]) => ({
    resource_id: id,
    kind: tally.kind,
    organization_id: tally.organizationId,
    unique_bytes: tally.unique,
    shared_bytes: tally.shared,
    bin_bytes: tally.bin,
    awaiting_bytes: tally.awaiting,
    upload_bytes: tally.uploads,
    bytes: sumOf(tally),
    facts: id === serverId ? JSON.stringify(facts) : null,
    computed_at: at.getTime(),
  }));
  await database.relaxed(async (trx) => {
    await trx.deleteFrom('storage_ledgers').execute();
    await inChunks(rows, (chunk) => trx.insertInto('storage_ledgers').values(chunk).execute(), 200);
  });
}

export function sumOf({ unique, shared, bin, awaiting, uploads }: Tally): number {
  return unique + shared + bin + awaiting + uploads;
}

async function countHolders(db: Db): Promise<number> {
  const row = await db
    .selectFrom('repository_blobs')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

export function holdersFrom(db: Db, digest: string, repositoryId: string, limit: number) {
  return db
    .selectFrom('repository_blobs')
    .innerJoin('blobs', 'blobs.digest', 'repository_blobs.digest')
    .innerJoin('repositories', 'repositories.id', 'repository_blobs.repository_id')
    .select((row) => {
      const named = row
        .selectFrom('manifest_blobs')
        .select('manifest_blobs.manifest_digest')
        .whereRef('manifest_blobs.repository_id', '=', 'repository_blobs.repository_id')
        .whereRef('manifest_blobs.blob_digest', '=', 'repository_blobs.digest');
      return [
        'repository_blobs.digest',
        'repository_blobs.repository_id',
        'repositories.organization_id',
        row
          .selectFrom('organizations')
          .select('organizations.account_id')
          .whereRef('organizations.id', '=', 'repositories.organization_id')
          .as('account_id'),
        'blobs.size',
        row.exists(named.where('manifest_blobs.deleted_at', 'is', null)).as('live'),
        row.exists(named).as('named'),
      ];
    })
    .where(sql<boolean>`(repository_blobs.digest, repository_blobs.repository_id) > (${digest}, ${repositoryId})`)
    .orderBy('repository_blobs.digest')
    .orderBy('repository_blobs.repository_id')
    .limit(limit);
}

export function blobsFrom(db: Db, after: string, limit: number) {
  return db
    .selectFrom('blobs')
    .select((row) => [
      'digest',
      'size',
      'broken_at',
      row
        .exists(
          row
            .selectFrom('repository_blobs')
            .select('repository_blobs.digest')
            .whereRef('repository_blobs.digest', '=', 'blobs.digest'),
        )
        .as('held'),
    ])
    .where('digest', '>', after)
    .orderBy('digest')
    .limit(limit);
}

function listUploads(db: Db) {
  return db
    .selectFrom('upload_sessions')
    .innerJoin('repositories', 'repositories.id', 'upload_sessions.repository_id')
    .select(['upload_sessions.storage_key', 'upload_sessions.repository_id', 'repositories.organization_id'])
    .execute();
}
