/**
 * Shares the flush of a write-ahead log among the transactions that committed meanwhile: one that asks while a flush is
 * under way waits for the next, because the one under way may have begun before it wrote.
 */
export class LogFlusher {
  readonly #sync: () => Promise<void>;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(sync: () => Promise<void>) {
    this.#sync = sync;
  }

  /** Resolves when all that was written before the call is on the disk. @throws what the disk says */
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
    const running = this.#sync().finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
    this.#running = running;
    return running;
  }
}
