import type { Collection } from '@wharf/registry';
import type { WharfDatabase } from '../database.ts';
import { listBlobs, markBlob } from './check.ts';
import { findGarbage, removeBlobs } from './garbage-blobs.ts';
import { removeLinks } from './garbage-links.ts';

/** The collection port over either dialect. */
export function createCollection(database: WharfDatabase): Collection {
  const { db } = database;
  const count = async (table: 'blobs' | 'repository_blobs') => {
    const row = await db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return row.count;
  };
  return {
    countLinks: () => count('repository_blobs'),
    countBlobs: () => count('blobs'),
    removeLinks: (step) => removeLinks(database, step),
    removeBlobs: (step) => removeBlobs(db, step),
    findGarbage: (step) => findGarbage(db, step),
    listBlobs: (after, limit) => listBlobs(db, after, limit),
    markBlob: (digest, storageKey, brokenAt) => markBlob(db, digest, storageKey, brokenAt),
  };
}
