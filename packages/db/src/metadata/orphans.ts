import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import { inChunks } from './in-chunks.ts';

export async function findOrphans(db: Kysely<Database>, keys: readonly string[]): Promise<string[]> {
  const named = await inChunks(keys, (chunk) => namedKeys(db, chunk).execute());
  const known = new Set(named.map((row) => row.storage_key));
  return keys.filter((key) => !known.has(key));
}

/** One statement, so one snapshot: between two, a session could become a blob and be seen in neither. */
export function namedKeys(db: Kysely<Database>, keys: readonly string[]) {
  return db
    .selectFrom('upload_sessions')
    .select('storage_key')
    .where('storage_key', 'in', keys)
    .unionAll(db.selectFrom('blobs').select('storage_key').where('storage_key', 'in', keys));
}
