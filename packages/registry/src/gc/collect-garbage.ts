import { setImmediate as turn } from 'node:timers/promises';
import type { Collection, Step, StoredBlob, Stretch } from '../ports/collection.ts';
import type { Log } from '../ports/log.ts';
import type { StorageDriver } from '../ports/storage.ts';

const usualLimit = 200;

export interface CollectionProgress {
  step: 'look' | 'links' | 'blobs';
  /** Rows looked at, of `total` in all steps. */
  done: number;
  total: number;
}

export interface CollectGarbage {
  untouchedSince: Date;
  /** Only says what would go. */
  dryRun: boolean;
  signal?: AbortSignal;
  progress?(progress: CollectionProgress): void;
  /** Rows of one step. */
  limit?: number;
}

export interface Collected {
  /** Repositories' claims to blobs that their manifests do not name; not counted in a dry run. */
  links: number;
  blobs: number;
  /** Bytes of those blobs: what became free, or would. */
  bytes: number;
}

export interface CollectionParts {
  collection: Collection;
  storage: Pick<StorageDriver, 'remove'>;
  log: Log;
}

/**
 * Frees what nothing names any more, step by step while everything else goes on. Between two steps it may end: what was freed
 * stays so, and the next run goes on. A crash after a step leaves objects that the purge of orphans takes.
 * @throws the signal's reason when it aborts
 */
export async function collectGarbage(
  { collection, storage, log }: CollectionParts,
  { untouchedSince, dryRun, signal, progress, limit = usualLimit }: CollectGarbage,
): Promise<Collected> {
  const sum: Collected = { links: 0, blobs: 0, bytes: 0 };
  const [links, blobs] = await Promise.all([collection.countLinks(), collection.countBlobs()]);
  const total = dryRun ? blobs : links + blobs;
  let done = 0;
  const count = (found: readonly StoredBlob[]) => {
    sum.blobs += found.length;
    sum.bytes += found.reduce((bytes, blob) => bytes + blob.size, 0);
  };
  const walk = async (step: CollectionProgress['step'], take: (step: Step) => Promise<Stretch>) => {
    for (let after: string | undefined; ; ) {
      signal?.throwIfAborted();
      progress?.({ step, done, total: Math.max(done, total) });
      const { seen, next } = await take({ after, limit, untouchedSince });
      done += seen;
      if (next === undefined) return;
      after = next;
      // Where the database answers within the process, nobody else would come to his turn.
      await turn();
    }
  };
  if (dryRun) {
    await walk('look', async (step) => {
      const found = await collection.findGarbage(step);
      count(found.blobs);
      return found;
    });
    return sum;
  }
  await walk('links', async (step) => {
    const taken = await collection.removeLinks(step);
    sum.links += taken.removed;
    return taken;
  });
  await walk('blobs', async (step) => {
    const taken = await collection.removeBlobs(step);
    // The rows are gone, so the objects go too before anything else can end this.
    await removeObjects(storage, log, taken.removed);
    count(taken.removed);
    return taken;
  });
  if (sum.links + sum.blobs > 0) log.info({ ...sum }, 'collected garbage');
  return sum;
}

/** Few: pushes that flush wait for the same threads. */
const removalsAtOnce = 2;

async function removeObjects(
  storage: Pick<StorageDriver, 'remove'>,
  log: Log,
  blobs: readonly StoredBlob[],
): Promise<void> {
  const left = [...blobs];
  const work = async () => {
    for (let blob = left.pop(); blob; blob = left.pop()) {
      try {
        await storage.remove(blob.storageKey);
      } catch (error) {
        const { digest, storageKey } = blob;
        log.error(
          { err: error, digest, storageKey },
          'a collected object could not be removed: the purge will try again',
        );
      }
    }
  };
  await Promise.all(Array.from({ length: removalsAtOnce }, work));
}
