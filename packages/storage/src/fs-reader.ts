import { constants } from 'node:fs';
import { type ByteRange, ObjectNotFound } from '@wharf/registry/ports/storage';
import type { BufferPool } from './buffer-pool.ts';
import { isAbsent } from './errno.ts';
import { OpenFile } from './open-file.ts';

/** What a reader begins with when it does not know how much is to come, and has when the pool has no buffer left. */
const smallBytes = 64 * 1024;

/** Reads files through buffers that are used again: a read stream, which allocates each of its chunks, moves a third of that. */
export class FileReader {
  readonly #pool: BufferPool;
  #underWay = 0;

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
    /** For when the pool has none left. */
    let own: Buffer | undefined;
    let next: { buffer: Buffer; chunk: Promise<Uint8Array> } | undefined;
    const readNext = (wanted: number) => {
      const lent = this.#lend(Math.min(wanted, left));
      own ??= lent ? undefined : Buffer.allocUnsafeSlow(smallBytes);
      const buffer = (lent ?? own) as Buffer;
      const chunk = this.#fill(file, buffer, Math.min(buffer.length, left), position);
      // While the consumer has the chunk before, nobody waits for this one; a failure shows at the next await.
      chunk.catch(() => {});
      return { buffer, chunk };
    };

    try {
      next = readNext(range ? this.#pool.size : smallBytes);
      while (next) {
        const chunk: Uint8Array = await next.chunk;
        consumed = next.buffer;
        next = undefined;
        if (chunk.length === 0) return;
        position += chunk.length;
        left -= chunk.length;
        if (left > 0 && this.#underWay === 0 && !this.#pool.empty) next = readNext(this.#pool.size);
        yield chunk;
        this.#pool.give(consumed);
        consumed = undefined;
        if (left > 0) next ??= readNext(this.#pool.size);
      }
    } catch (error) {
      throw isAbsent(error) ? new ObjectNotFound(key) : error;
    } finally {
      // A read under way still writes into its buffer: only afterwards may another reader have it.
      await next?.chunk.catch(() => {});
      if (consumed) this.#pool.give(consumed);
      if (next) this.#pool.give(next.buffer);
      await file.close();
    }
  }

  #lend(wanted: number): Buffer | undefined {
    return wanted < this.#pool.size / 2 ? Buffer.allocUnsafeSlow(wanted) : this.#pool.take();
  }

  async #fill(file: OpenFile, buffer: Buffer, length: number, position: number): Promise<Uint8Array> {
    this.#underWay += 1;
    try {
      return buffer.subarray(0, await file.read(buffer, length, position));
    } finally {
      this.#underWay -= 1;
    }
  }
}

async function openToRead(key: string, path: string): Promise<OpenFile> {
  try {
    return await OpenFile.open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    throw isAbsent(error) ? new ObjectNotFound(key) : error;
  }
}
