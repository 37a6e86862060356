import { close, fdatasync, fstat, fsync, ftruncate, open, read, writev } from 'node:fs';

type Done<T> = (error: NodeJS.ErrnoException | null, value: T) => void;

/**
 * An open file, as `FileHandle` of `node:fs/promises` is one, by the calls with callbacks: each promise of those costs the main
 * thread more than the call itself, which small blobs feel. A file that is closed takes no call any more, and is closed only
 * when none is under way: its number may be another file's right after.
 */
export class OpenFile {
  readonly #number: number;
  #underWay = 0;
  #closed: Promise<void> | undefined;
  #lastEnded = () => {};

  private constructor(number: number) {
    this.#number = number;
  }

  /** @throws the system's error */
  static open(path: string, flags: number, mode?: number): Promise<OpenFile> {
    return new Promise((resolve, reject) => {
      open(path, flags, mode, (error, number) => (error ? reject(error) : resolve(new OpenFile(number))));
    });
  }

  /** @returns bytes read; 0 at the end */
  read(buffer: Uint8Array, length: number, position: number): Promise<number> {
    return this.#call((done) => read(this.#number, buffer, 0, length, position, done));
  }

  /** @returns bytes written, which may be fewer */
  write(chunks: readonly Uint8Array[], position: number): Promise<number> {
    return this.#call((done) => writev(this.#number, chunks, position, done));
  }

  truncate(size: number): Promise<void> {
    return this.#call((done: Done<void>) => ftruncate(this.#number, size, (error) => done(error)));
  }

  /** Bytes. */
  async size(): Promise<number> {
    return (await this.#call((done: Done<{ size: number }>) => fstat(this.#number, done))).size;
  }

  sync(): Promise<void> {
    return this.#call((done: Done<void>) => fsync(this.#number, (error) => done(error)));
  }

  datasync(): Promise<void> {
    return this.#call((done: Done<void>) => fdatasync(this.#number, (error) => done(error)));
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    if (this.#underWay > 0) {
      await new Promise<void>((resolve) => {
        this.#lastEnded = resolve;
      });
    }
    await new Promise<void>((resolve, reject) => {
      close(this.#number, (error) => (error ? reject(error) : resolve()));
    });
  }

  #call<T>(begin: (done: Done<T>) => void): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('the file is closed'));
    this.#underWay += 1;
    return new Promise<T>((resolve, reject) => {
      begin((error, value) => (error ? reject(error) : resolve(value)));
    }).finally(() => {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#lastEnded();
    });
  }
}
