import type { Digest } from '@wharf/oci';
import { expect, test } from 'vitest';
import type { Collection, StoredBlob } from '../ports/collection.ts';
import { collectGarbage } from './collect-garbage.ts';

const log = { info() {}, warn() {}, error() {} };
const untouchedSince = new Date();

/** Garbage of so many blobs, of which each stretch takes one. */
function garbage(count: number) {
  const rows = Array.from({ length: count }, (_, index): StoredBlob => {
    return { digest: `sha256:${index}` as Digest, size: 10, storageKey: `blobs/${index}` };
  });
  const objects = new Set(rows.map(({ storageKey }) => storageKey));
  const collection: Collection = {
    countLinks: async () => 0,
    countBlobs: async () => rows.length,
    removeLinks: async () => ({ seen: 0, next: undefined, removed: 0 }),
    removeBlobs: async () => {
      const removed = rows.splice(0, 1);
      return { seen: removed.length, next: rows.length > 0 ? 'more' : undefined, removed };
    },
    findGarbage: async () => ({ seen: rows.length, next: undefined, blobs: [...rows] }),
    listBlobs: async () => [],
    markBlob: async () => false,
  };
  const storage = {
    remove: async (key: string) => {
      objects.delete(key);
    },
  };
  return { rows, objects, parts: { collection, storage, log } };
}

test('ends between two steps when asked to: no row is gone whose object stays, and the next run goes on', async () => {
  const { rows, objects, parts } = garbage(5);
  const stop = new AbortController();
  const progress = ({ done }: { done: number }) => {
    if (done >= 2) stop.abort(new Error('cancelled'));
  };
  const ended = collectGarbage(parts, { untouchedSince, dryRun: false, signal: stop.signal, progress });
  await expect(ended).rejects.toThrow('cancelled');
  expect(rows.length).toBeGreaterThan(0);
  expect([...objects]).toEqual(rows.map(({ storageKey }) => storageKey));

  expect(await collectGarbage(parts, { untouchedSince, dryRun: false })).toMatchObject({ blobs: 2, bytes: 20 });
  expect(objects.size).toBe(0);
});

test('a dry run says what would go and takes nothing', async () => {
  const { rows, objects, parts } = garbage(4);
  expect(await collectGarbage(parts, { untouchedSince, dryRun: true })).toEqual({ links: 0, blobs: 4, bytes: 40 });
  expect([rows.length, objects.size]).toEqual([4, 4]);
});
