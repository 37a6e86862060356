import type { ByteSource } from './archive.ts';
import type { Cursor } from './byte-reader.ts';
import { readPiece } from './read-piece.ts';

/** Enough for the headers of a hundred small members in one read. */
const windowBytes = 64 * 1024;

/** Goes through a source by jumps: what is passed over is never read. */
export class SourceCursor implements Cursor {
  at = 0;
  readonly #source: ByteSource;
  #window: Uint8Array = new Uint8Array(0);
  #start = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  async take(size: number): Promise<Uint8Array> {
    const end = Math.min(this.at + size, this.#source.size);
    if (this.at < this.#start || end > this.#start + this.#window.length) {
      const wanted = Math.min(Math.max(end, this.at + windowBytes), this.#source.size);
      this.#window = await readPiece(this.#source, this.at, wanted);
      this.#start = this.at;
    }
    const taken = this.#window.slice(this.at - this.#start, end - this.#start);
    this.at += taken.length;
    return taken;
  }

  async *chunks(size: number): AsyncGenerator<Uint8Array> {
    const end = Math.min(this.at + size, this.#source.size);
    if (end === this.at) return;
    for await (const chunk of this.#source.read(this.at, end)) {
      this.at += chunk.length;
      yield chunk;
    }
  }

  async seek(to: number): Promise<boolean> {
    if (to > this.#source.size) return false;
    this.at = to;
    return true;
  }
}
