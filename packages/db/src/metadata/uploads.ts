import type { Digest, RepositoryName } from '@wharf/oci';
import type { UploadSession } from '@wharf/registry';
import { type Kysely, sql } from 'kysely';
import type { WharfDatabase } from '../database.ts';
import { fixedQuery } from '../fixed-query.ts';
import type { Database } from '../schema.ts';
import { openLockedRepository } from './locked-repository.ts';

type Db = Kysely<Database>;

/** sha256 of nothing. */
const emptyDigest = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' as Digest;

export async function createUpload(
  database: WharfDatabase,
  session: Omit<UploadSession, 'offset' | 'digest'>,
): Promise<UploadSession | undefined> {
  const { id, name, storageKey, startedAt } = session;
  const insert = (db: Db) => insertSession(db, id, name, storageKey, startedAt.getTime());
  const create = async () => {
    let { numAffectedRows } = await database.relaxedStatement(insert);
    numAffectedRows ||= await database.relaxed(async (trx) => {
      await openLockedRepository(trx, name, startedAt);
      return (await insert(trx)).numAffectedRows;
    });
    return numAffectedRows ? { ...session, offset: 0, digest: emptyDigest } : undefined;
  };
  return create().catch((error: unknown) => {
    // The organization went away, and the repository with it, between the look and the insert.
    if (isForeignKeyViolation(error)) return undefined;
    throw error;
  });
}

/** PostgreSQL's `foreign_key_violation`. SQLite has one writer at a time, so there nothing comes between. */
function isForeignKeyViolation(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '23503';
}

/** No row when the repository is not there. */
const insertSession = fixedQuery((db, id: string, name: string, storageKey: string, at: number) =>
  db
    .insertInto('upload_sessions')
    .columns(['repository_id', 'id', 'storage_key', 'bytes', 'digest', 'started_at', 'touched_at'])
    .expression((eb) =>
      eb
        .selectFrom('repositories')
        // PostgreSQL does not see a bare parameter's type here.
        .select([
          'repositories.id as repository_id',
          sql<string>`cast(${id} as text)`.as('id'),
          sql<string>`cast(${storageKey} as text)`.as('storage_key'),
          sql<number>`0`.as('bytes'),
          sql<string>`cast(${emptyDigest} as text)`.as('digest'),
          sql<number>`cast(${at} as bigint)`.as('started_at'),
          sql<number>`cast(${at} as bigint)`.as('touched_at'),
        ])
        .where('repositories.name', '=', name),
    ),
);

export async function findUpload(db: Db, name: RepositoryName, id: string): Promise<UploadSession | undefined> {
  const { rows } = await sessionOf(db, name, id);
  const row = rows[0];
  return (
    row && {
      id,
      name,
      storageKey: row.storage_key,
      offset: row.bytes,
      digest: row.digest as Digest,
      startedAt: new Date(row.started_at),
    }
  );
}

const sessionOf = fixedQuery((db, name: string, id: string) =>
  db
    .selectFrom('upload_sessions')
    .innerJoin('repositories', 'repositories.id', 'upload_sessions.repository_id')
    .selectAll('upload_sessions')
    .where('upload_sessions.id', '=', id)
    .where('repositories.name', '=', name),
);

/** Relaxed: after a loss of power the process that claimed is gone as well. */
export async function claimUpload(
  database: WharfDatabase,
  id: string,
  writer: string,
  at: Date,
  until: Date,
): Promise<boolean> {
  return database.relaxedStatement(async (db) => {
    const { numAffectedRows } = await claim(db, id, writer, at.getTime(), until.getTime());
    return numAffectedRows === 1n;
  });
}

const claim = fixedQuery((db, id: string, writer: string, at: number, until: number) =>
  db
    .updateTable('upload_sessions')
    .set({ claimed_by: writer, claimed_until: until, touched_at: at })
    .where('id', '=', id)
    .where((row) =>
      row.or([row('claimed_by', 'is', null), row('claimed_by', '=', writer), row('claimed_until', '<=', at)]),
    ),
);

/**
 * Does nothing unless `writer` holds the claim: another one may have taken the session over meanwhile. Relaxed: progress
 * outlives a restart of the server; after a loss of power the session may go back to an earlier offset.
 */
export async function saveUpload(
  database: WharfDatabase,
  id: string,
  writer: string,
  progress: { offset: number; digest: Digest; at: Date },
): Promise<boolean> {
  return database.relaxedStatement(async (db) => {
    const { numUpdatedRows } = await db
      .updateTable('upload_sessions')
      .set({
        bytes: progress.offset,
        digest: progress.digest,
        touched_at: progress.at.getTime(),
        claimed_by: null,
        claimed_until: null,
      })
      .where('id', '=', id)
      .where('claimed_by', '=', writer)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  });
}

export async function releaseClaims(db: Db, writerPrefix: string): Promise<void> {
  await db
    .updateTable('upload_sessions')
    .set({ claimed_by: null, claimed_until: null })
    .where('claimed_by', '>=', writerPrefix)
    // The last character of Unicode: every text with the prefix sorts before it.
    .where('claimed_by', '<', `${writerPrefix}\u{10ffff}`)
    .execute();
}

export async function removeUpload(db: Db, name: RepositoryName, id: string): Promise<string | undefined> {
  const removed = await db
    .deleteFrom('upload_sessions')
    .where('id', '=', id)
    .where('repository_id', '=', (row) => row.selectFrom('repositories').select('id').where('name', '=', name))
    .returning('storage_key')
    .executeTakeFirst();
  return removed?.storage_key;
}

export async function listStaleUploads(
  db: Db,
  before: Date,
  limit: number,
): Promise<{ id: string; name: RepositoryName }[]> {
  const rows = await staleUploads(db, before, limit).execute();
  return rows.map((row) => ({ id: row.id, name: row.name as RepositoryName }));
}

export function staleUploads(db: Db, before: Date, limit: number) {
  return db
    .selectFrom('upload_sessions')
    .innerJoin('repositories', 'repositories.id', 'upload_sessions.repository_id')
    .select(['upload_sessions.id', 'repositories.name'])
    .where('upload_sessions.touched_at', '<', before.getTime())
    .orderBy('upload_sessions.touched_at')
    .orderBy('upload_sessions.id')
    .limit(limit);
}
