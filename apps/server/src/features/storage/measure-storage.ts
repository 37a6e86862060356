import { measureLedger, saveLedger, type WharfDatabase } from '@wharf/db';
import type { Metadata, StorageDriver } from '@wharf/registry';

/** Keys that are looked up at once. */
const keyStep = 500;

/** Counts where each byte on disk belongs, and writes it down for the pages that show it. */
export async function measureStorage(
  parts: { database: WharfDatabase; metadata: Pick<Metadata, 'findOrphans'>; storage: StorageDriver; now(): Date },
  signal?: AbortSignal,
  progress?: (seen: number, total: number) => void,
): Promise<void> {
  const { database, storage, now } = parts;
  const { tallies, ...counts } = await measureLedger(database.db, {
    uploadBytes: async (key) => (await storage.stat(key))?.size ?? 0,
    ...(signal && { signal }),
    ...(progress && { progress }),
  });
  const disk = await measureDisk(parts, signal);
  await saveLedger(database, tallies, { ...counts, ...disk }, now());
}

async function measureDisk(
  { metadata, storage }: { metadata: Pick<Metadata, 'findOrphans'>; storage: StorageDriver },
  signal?: AbortSignal,
): Promise<{ diskBytes: number; orphanBytes: number }> {
  const sum = { diskBytes: 0, orphanBytes: 0 };
  let objects = new Map<string, number>();
  const settle = async () => {
    for (const key of await metadata.findOrphans([...objects.keys()])) sum.orphanBytes += objects.get(key) ?? 0;
    objects = new Map();
  };
  for await (const { key, size } of storage.list('blobs/')) {
    signal?.throwIfAborted();
    sum.diskBytes += size;
    objects.set(key, size);
    if (objects.size === keyStep) await settle();
  }
  if (objects.size > 0) await settle();
  return sum;
}
