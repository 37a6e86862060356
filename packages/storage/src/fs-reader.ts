import { constants } from 'node:fs';
import { type ByteRange, ObjectNotFound } from '@wharf/registry/ports/storage';
import type { BufferPool } from './buffer-pool.ts';
import { isAbsent } from './errno.ts';
import { OpenFile } from './open-file.ts';
import { ReadTurns } from './read-turns.ts';

/** What a reader begins with when it does not know how much is to come, and gets when the pool has no buffer left. */
const smallBytes = 64 * 1024;

interface Chunk {
  buffer: Buffer;
  bytes: Uint8Array;
}

/** Reads files through buffers that are used again: a read stream, which allocates each of its chunks, moves a third of that. */
export class FileReader {
  readonly #pool: BufferPool;
  readonly #turns = new ReadTurns();

  constructor(pool: BufferPool) {
    this.#pool = pool;
  }

  /**
   * The bytes of `path` in order; a chunk is the consumer's until it asks for the next one. No stat: the end is where reading
   * gives nothing. The next chunk is read ahead only when no other read is under way: the disk would rest. Among several
   * readers a second buffer each wins no time, and so many do not fit in the processor's cache.
   *
   * @throws ObjectNotFound
   */
  async *read(key: string, path: string, range: ByteRange | undefined): AsyncGenerator<Uint8Array, void, void> {
    let position = range?.start ?? 0;
    let left = range ? range.end - range.start + 1 : Number.POSITIVE_INFINITY;
    if (left <= 0) return;
    const file = await openToRead(key, path);
    let consumed: Buffer | undefined;
    let next: Promise<Chunk> | undefined;
    const readNext = (wanted: number) => {
      const reading = this.#readChunk(file, position, Math.min(wanted, left));
      // While the consumer has the chunk before, nobody waits for this one; a failure shows at the next await.
      reading.catch(() => {});
      return reading;
    };

    try {
      next = readNext(range ? this.#pool.size : smallBytes);
      while (next) {
        const { buffer, bytes }: Chunk = await next;
        consumed = buffer;
        next = undefined;
        if (bytes.length === 0) return;
        position += bytes.length;
        left -= bytes.length;
        if (left > 0 && this.#turns.idle && !this.#pool.empty) next = readNext(this.#pool.size);
        yield bytes;
        this.#pool.give(consumed);
        consumed = undefined;
        if (left > 0) next ??= readNext(this.#pool.size);
      }
    } catch (error) {
      throw isAbsent(error) ? new ObjectNotFound(key) : error;
    } finally {
      if (consumed) this.#pool.give(consumed);
      // A read under way still writes into its buffer: only afterwards may another reader have it.
      const ahead = await next?.catch(() => undefined);
      if (ahead) this.#pool.give(ahead.buffer);
      await file.close();
    }
  }

  /** `wanted` bytes, or fewer when the pool is empty and at the end of the file. The buffer is lent. */
  #readChunk(file: OpenFile, position: number, wanted: number): Promise<Chunk> {
    return this.#turns.take(async () => {
      // Only now: who waits holds no buffer, and the next one gets the buffer that was given back last.
      const buffer = this.#bufferFor(wanted);
      try {
        return {
          buffer,
          bytes: buffer.subarray(0, await file.read(buffer, Math.min(buffer.length, wanted), position)),
        };
      } catch (error) {
        this.#pool.give(buffer);
        throw error;
      }
    });
  }

  #bufferFor(wanted: number): Buffer {
    if (wanted < this.#pool.size / 2) return Buffer.allocUnsafeSlow(wanted);
    return this.#pool.take() ?? Buffer.allocUnsafeSlow(smallBytes);
  }
}

async function openToRead(key: string, path: string): Promise<OpenFile> {
  try {
    return await OpenFile.open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    throw isAbsent(error) ? new ObjectNotFound(key) : error;
  }
}
