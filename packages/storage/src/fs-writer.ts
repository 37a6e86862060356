import { constants } from 'node:fs';
import { dirname } from 'node:path';
import { ObjectNotFound, type ObjectWriter } from '@wharf/registry/ports/storage';
import { asStorageError, isAbsent } from './errno.ts';
import type { Folder, Folders } from './fs-folders.ts';
import { OpenFile } from './open-file.ts';

/** Only the server's own user and group may look into the store. */
const mode = 0o640;

/** The disk begins after so many bytes, not only at `sync`: a large layer would else fill the page cache first. */
const flushBytes = 32 * 1024 * 1024;

/** @throws ObjectNotFound, StorageFull */
export async function openFileWriter(key: string, path: string, at: number, folders: Folders): Promise<ObjectWriter> {
  if (!Number.isSafeInteger(at) || at < 0) throw new RangeError(`not a place in an object: ${at}`);
  const open = at === 0 ? () => create(path) : () => reopen(key, path, at);
  try {
    return await openIn(dirname(path), folders, open, at);
  } catch (error) {
    // Somebody took the folder off the disk below its open handle: it was forgotten and is made anew.
    if (at === 0 && isAbsent(error)) return openIn(dirname(path), folders, open, at);
    throw error;
  }
}

async function openIn(path: string, folders: Folders, open: () => Promise<OpenFile>, at: number) {
  const folder = await folders.enter(path);
  try {
    return new FileWriter(await open(), folder, folders, at);
  } catch (error) {
    if (isAbsent(error)) await folders.forget(path);
    await folders.leave(folder);
    throw asStorageError(error);
  }
}

// O_NOFOLLOW: a link in the store is nobody's object, and following it would write elsewhere.
function create(path: string): Promise<OpenFile> {
  return OpenFile.open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW, mode);
}

async function reopen(key: string, path: string, at: number): Promise<OpenFile> {
  let file: OpenFile;
  try {
    file = await OpenFile.open(path, constants.O_WRONLY | constants.O_NOFOLLOW);
  } catch (error) {
    throw isAbsent(error) ? new ObjectNotFound(key) : error;
  }
  try {
    const size = await file.size();
    if (size < at) throw new ObjectNotFound(key);
    if (size > at) await file.truncate(at);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

class FileWriter implements ObjectWriter {
  #size: number;
  readonly #file: OpenFile;
  readonly #folder: Folder;
  readonly #folders: Folders;
  #writing = false;
  #named = false;
  #closed: Promise<void> | undefined;
  #flushedAt: number;
  #flushing: Promise<void> | undefined;
  #lost: unknown;

  constructor(file: OpenFile, folder: Folder, folders: Folders, size: number) {
    this.#file = file;
    this.#folder = folder;
    this.#folders = folders;
    this.#size = size;
    this.#flushedAt = size;
  }

  get size(): number {
    return this.#size;
  }

  // `size` moves only when all chunks are in: what a failed write left behind it is cut off by the next `openWriter`.
  async write(chunks: readonly Uint8Array[]): Promise<void> {
    if (this.#writing) throw new Error('a write began before the one before it had ended');
    this.#writing = true;
    try {
      let rest = chunks.filter((chunk) => chunk.length > 0);
      let position = this.#size;
      while (rest.length > 0) {
        const written = await this.#file.write(rest, position);
        position += written;
        rest = after(rest, written);
      }
      this.#size = position;
      if (position - this.#flushedAt >= flushBytes) this.#flush();
    } catch (error) {
      throw asStorageError(error);
    } finally {
      this.#writing = false;
    }
  }

  async sync(): Promise<void> {
    await this.#flushing;
    // After a failed fsync the kernel forgets the pages it could not write; a second one would claim success.
    if (this.#lost !== undefined) throw this.#lost;
    try {
      await Promise.all([this.#file.datasync(), this.#named ? undefined : this.#folder.sync()]);
      this.#named = true;
    } catch (error) {
      this.#lost = asStorageError(error);
      throw this.#lost;
    }
  }

  /** Beside the writes; its failure is the next `sync`'s. */
  #flush(): void {
    if (this.#flushing) return;
    this.#flushedAt = this.#size;
    this.#flushing = this.#file
      .datasync()
      .catch((error: unknown) => {
        this.#lost = asStorageError(error);
      })
      .finally(() => {
        this.#flushing = undefined;
      });
  }

  close(): Promise<void> {
    this.#closed ??= this.#file.close().finally(() => this.#folders.leave(this.#folder));
    return this.#closed;
  }
}

/** What is left of `chunks` after their first `count` bytes. */
function after(chunks: Uint8Array[], count: number): Uint8Array[] {
  let index = 0;
  let skip = count;
  for (; index < chunks.length; index += 1) {
    const length = chunks[index]?.length ?? 0;
    if (skip < length) break;
    skip -= length;
  }
  const [first, ...others] = chunks.slice(index);
  return first === undefined ? [] : [first.subarray(skip), ...others];
}
