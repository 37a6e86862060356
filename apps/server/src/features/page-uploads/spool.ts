import { randomBytes } from 'node:crypto';
import type { ByteSource } from '@wharf/image-archive';
import type { StorageDriver } from '@wharf/registry';

const prefix = 'spool/';
const batchBytes = 1024 * 1024;

/** A body is larger than what is taken. */
export class SpoolTooLarge extends Error {
  override name = 'SpoolTooLarge';
}

/**
 * Keeps a stream in the storage for as long as `work` takes. A slow disk holds the stream back; two batches of 1 MiB are
 * all that lies in memory.
 * @param limit bytes
 * @throws SpoolTooLarge, StorageFull, and what the stream throws
 */
export async function spooled<T>(
  storage: StorageDriver,
  stream: AsyncIterable<Uint8Array>,
  limit: number,
  work: (source: Omit<ByteSource, 'name'>) => Promise<T>,
): Promise<T> {
  const key = `${prefix}${randomBytes(16).toString('hex')}`;
  try {
    const size = await write(storage, key, stream, limit);
    return await work({ size, read: (start, end) => readRange(storage, key, start, end) });
  } finally {
    await storage.remove(key);
  }
}

async function write(
  storage: StorageDriver,
  key: string,
  stream: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<number> {
  const writer = await storage.openWriter(key, 0);
  let size = 0;
  let batch: Uint8Array[] = [];
  let gathered = 0;
  try {
    for await (const chunk of stream) {
      size += chunk.byteLength;
      if (size > limit) throw new SpoolTooLarge(`more than ${limit} bytes`);
      batch.push(chunk);
      gathered += chunk.byteLength;
      if (gathered < batchBytes) continue;
      await writer.write(batch);
      batch = [];
      gathered = 0;
    }
    await writer.write(batch);
    return size;
  } finally {
    await writer.close();
  }
}

async function* readRange(storage: StorageDriver, key: string, start: number, end: number): AsyncGenerator<Uint8Array> {
  if (end > start) yield* storage.read(key, { start, end: end - 1 });
}

/** Removes what a process that was killed left. */
export async function purgeSpool(storage: StorageDriver, staleBefore: Date): Promise<void> {
  for await (const { key, modifiedAt } of storage.list(prefix)) {
    if (modifiedAt < staleBefore) await storage.remove(key);
  }
}
