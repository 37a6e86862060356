/** Thrown by `read` and `openWriter` when the object does not exist. */
export class ObjectNotFound extends Error {
  override name = 'ObjectNotFound';
  constructor(key: string) {
    super(`no stored object ${key}`);
  }
}

/** Thrown by a writer when the medium has no room left (ENOSPC, EDQUOT). */
export class StorageFull extends Error {
  override name = 'StorageFull';
}

export interface ObjectFacts {
  /** Bytes. */
  size: number;
  modifiedAt: Date;
}

export interface ListedObject extends ObjectFacts {
  key: string;
}

/** Bytes `start` to `end`, both included, as in an HTTP range. */
export interface ByteRange {
  start: number;
  end: number;
}

/** An open object that grows at its end. Not safe for two writers of one key: the upload session's claim prevents that. */
export interface ObjectWriter {
  /** Bytes that the object holds so far. */
  readonly size: number;
  /**
   * Appends `chunks`; the caller may not touch them before the promise resolves. Calls may not overlap.
   * @throws StorageFull
   */
  write(chunks: readonly Uint8Array[]): Promise<void>;
  /** Resolves when all that was written, and the object's name, would survive a loss of power. */
  sync(): Promise<void>;
  /** Releases the handle; idempotent. What was written stays. */
  close(): Promise<void>;
}

/**
 * Where blob bytes lie. Keys are `[a-z0-9/._-]+` without empty, `.` or `..` segments, made by the core, never by a client.
 * One contract suite (`contract/storage.ts`) proves every driver.
 */
export interface StorageDriver {
  stat(key: string): Promise<ObjectFacts | undefined>;
  /**
   * The object's bytes in order. A chunk is valid only until the next one is asked for (its buffer is used again);
   * the driver reads one chunk ahead. Leaving the loop releases everything.
   * @throws ObjectNotFound before the first chunk
   */
  read(key: string, range?: ByteRange): AsyncIterable<Uint8Array>;
  /**
   * Opens `key` for appending at byte `at`: 0 creates it (and empties what was there), more continues it, cutting off
   * anything after `at`.
   * @throws ObjectNotFound when `at` is over 0 and the object is absent or shorter
   */
  openWriter(key: string, at: number): Promise<ObjectWriter>;
  /** Idempotent: removing what is not there is no error. */
  remove(key: string): Promise<void>;
  /** All objects whose key begins with `prefix`, in key order, after the key `after`. */
  list(prefix: string, after?: string): AsyncIterable<ListedObject>;
  /** Releases what the driver holds. */
  close(): Promise<void>;
}
