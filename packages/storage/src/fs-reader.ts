import { constants } from 'node:fs';
import { type ByteRange, ObjectNotFound } from '@wharf/registry/ports/storage';
import type { BufferPool } from './buffer-pool.ts';
import { isAbsent } from './errno.ts';
import { OpenFile } from './open-file.ts';

/** What a reader begins with when it does not know how much is to come, and keeps when the pool has no buffer left. */
const smallBytes = 64 * 1024;

/**
 * Reads `path` in order with two buffers: one is the consumer's while the other fills. That moves about three times
 * the bytes of a read stream, which allocates each of its chunks. No stat: the end is where reading gives nothing.
 */
export async function* readFile(
  key: string,
  path: string,
  range: ByteRange | undefined,
  pool: BufferPool,
): AsyncGenerator<Uint8Array, void, void> {
  let position = range?.start ?? 0;
  let left = range ? range.end - range.start + 1 : Number.POSITIVE_INFINITY;
  if (left <= 0) return;
  const file = await openToRead(key, path);
  const buffers: [Buffer | undefined, Buffer | undefined] = [undefined, undefined];
  let turn: 0 | 1 = 0;
  let ahead: Promise<Uint8Array> | undefined;

  const readNext = (wanted: number): Promise<Uint8Array> => {
    const buffer = bufferFor(wanted, buffers[turn], pool);
    buffers[turn] = buffer;
    turn = turn === 0 ? 1 : 0;
    const reading = file
      .read(buffer, Math.min(buffer.length, left), position)
      .then((count) => buffer.subarray(0, count));
    // While the consumer has the chunk before, nobody waits for this one; a failure shows at the next await.
    reading.catch(() => {});
    return reading;
  };

  try {
    ahead = readNext(Math.min(left, range ? pool.size : smallBytes));
    while (ahead) {
      const chunk: Uint8Array = await ahead;
      ahead = undefined;
      if (chunk.length === 0) return;
      position += chunk.length;
      left -= chunk.length;
      if (left > 0) ahead = readNext(Math.min(left, pool.size));
      yield chunk;
    }
  } catch (error) {
    throw isAbsent(error) ? new ObjectNotFound(key) : error;
  } finally {
    // A read under way still writes into its buffer: only afterwards may another reader have it.
    await ahead?.catch(() => {});
    for (const buffer of buffers) if (buffer) pool.give(buffer);
    await file.close();
  }
}

/** A buffer for `wanted` bytes; fewer fit in it when the pool is empty. Called again each turn, so a reader grows later. */
function bufferFor(wanted: number, present: Buffer | undefined, pool: BufferPool): Buffer {
  if (present && present.length >= wanted) return present;
  if (wanted < pool.size / 2) return Buffer.allocUnsafeSlow(wanted);
  return pool.take() ?? present ?? Buffer.allocUnsafeSlow(smallBytes);
}

async function openToRead(key: string, path: string): Promise<OpenFile> {
  try {
    return await OpenFile.open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    throw isAbsent(error) ? new ObjectNotFound(key) : error;
  }
}
