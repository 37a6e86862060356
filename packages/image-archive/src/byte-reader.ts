const nothing = new Uint8Array(0);

/** A place in a run of bytes that moves forward. */
export interface Cursor {
  /** Bytes before the place. */
  readonly at: number;
  /** The next `size` bytes, the caller's own; fewer at the end. */
  take(size: number): Promise<Uint8Array>;
  /** The next `size` bytes as they come; fewer at the end. A chunk is valid until the next one is asked for. */
  chunks(size: number): AsyncGenerator<Uint8Array>;
  /** Goes on to byte `to`; false when the end comes before it. */
  seek(to: number): Promise<boolean>;
}

/** Reads a stream by sizes. */
export class ByteReader implements Cursor {
  at = 0;
  readonly #source: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = nothing;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async take(size: number): Promise<Uint8Array> {
    const taken = new Uint8Array(size);
    let filled = 0;
    for await (const chunk of this.chunks(size)) {
      taken.set(chunk, filled);
      filled += chunk.length;
    }
    return filled === size ? taken : taken.slice(0, filled);
  }

  async *chunks(size: number): AsyncGenerator<Uint8Array> {
    let left = size;
    while (left > 0 && (await this.#fill())) {
      const chunk = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(chunk.length);
      this.at += chunk.length;
      left -= chunk.length;
      yield chunk;
    }
  }

  async seek(to: number): Promise<boolean> {
    for await (const _ of this.chunks(to - this.at)) {
      // Passed over.
    }
    return this.at === to;
  }

  /** Reads on to the end, so that a checksum there is checked. */
  async drain(): Promise<void> {
    await this.seek(Number.MAX_SAFE_INTEGER);
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }

  async #fill(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#source.next();
      if (done) return false;
      this.#rest = value;
    }
    return true;
  }
}
