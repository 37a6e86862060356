/**
 * Lends buffers of one size, at most `limit` at a time. It never makes a caller wait: a slow client holds its buffers
 * for as long as it likes, and must not hold up the others. Who gets none reads with a small buffer of its own.
 */
export class BufferPool {
  readonly size: number;
  readonly #limit: number;
  readonly #free: Buffer[] = [];
  readonly #lent = new Set<Buffer>();

  /** @param size bytes of each buffer */
  constructor(size: number, limit: number) {
    this.size = size;
    this.#limit = limit;
  }

  get lent(): number {
    return this.#lent.size;
  }

  get empty(): boolean {
    return this.#lent.size >= this.#limit;
  }

  take(): Buffer | undefined {
    if (this.empty) return undefined;
    // The buffer given back last is the one most likely still in the processor's cache.
    const buffer = this.#free.pop() ?? Buffer.allocUnsafeSlow(this.size);
    this.#lent.add(buffer);
    return buffer;
  }

  /** Takes a lent buffer back; any other is left to the garbage collector, so none can be lent to two readers. */
  give(buffer: Buffer): void {
    if (this.#lent.delete(buffer)) this.#free.push(buffer);
  }
}
