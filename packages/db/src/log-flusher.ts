import { DatabaseError } from './database-error.ts';

/**
 * Shares the flush of a write-ahead log among the transactions that committed meanwhile: one that asks while a flush is
 * under way waits for the next, because the one under way may have begun before it wrote.
 *
 * The first failure is the last flush: the system may have dropped the pages that it could not write, and a second flush
 * would claim success for transactions that are on no disk.
 */
export class LogFlusher {
  readonly #sync: () => Promise<void>;
  readonly #failed: (error: DatabaseError) => void;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #failure: DatabaseError | undefined;

  /** @param failed is told of that failure, once. */
  constructor(sync: () => Promise<void>, failed: (error: DatabaseError) => void = () => {}) {
    this.#sync = sync;
    this.#failed = failed;
  }

  /** Resolves when all that was written before the call is on the disk. @throws DatabaseError, now and ever after */
  flush(): Promise<void> {
    if (!this.#running) return this.#start();
    this.#next ??= this.#running.then(
      () => this.#start(),
      () => this.#start(),
    );
    return this.#next;
  }

  /** Resolves, whatever the outcome, when no flush is under way or asked for. */
  async settled(): Promise<void> {
    while (this.#running) await Promise.allSettled([this.#next ?? this.#running]);
  }

  #start(): Promise<void> {
    this.#next = undefined;
    const running = this.#flushOnce().finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
    this.#running = running;
    return running;
  }

  async #flushOnce(): Promise<void> {
    if (this.#failure) throw this.#failure;
    try {
      await this.#sync();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      this.#failure = new DatabaseError(
        'flush-failed',
        `The disk did not take the database's log: ${reason}. Nothing more is promised to last: check the disk, then restart the server.`,
        { cause },
      );
      this.#failed(this.#failure);
      throw this.#failure;
    }
  }
}
