/** Enough for the queue of any one disk. */
const mostAtOnce = 8;
/** How many of the latest reads count, roughly. */
const remembered = 8;

/**
 * Lets as many reads run at once as each takes milliseconds. Reads of what lies in memory take a fraction of one: side by side they
 * only push each other out of the processor's cache. A disk that lets wait is asked for more at a time.
 */
export class ReadTurns {
  readonly #clock: () => number;
  readonly #waiting: (() => void)[] = [];
  #underWay = 0;
  #usualMs = 0;

  /** @param clock milliseconds that never run backwards */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  get underWay(): number {
    return this.#underWay;
  }

  get #atOnce(): number {
    return Math.min(mostAtOnce, Math.max(1, Math.round(this.#usualMs)));
  }

  /** Runs `read` when it is its turn, in the order of asking. Begins at once, before it returns, when nobody waits. */
  async take<T>(read: () => Promise<T>): Promise<T> {
    if (this.#underWay < this.#atOnce) this.#underWay += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const began = this.#clock();
    try {
      return await read();
    } finally {
      this.#usualMs += (this.#clock() - began - this.#usualMs) / remembered;
      this.#underWay -= 1;
      this.#admit();
    }
  }

  #admit(): void {
    while (this.#underWay < this.#atOnce) {
      const next = this.#waiting.shift();
      if (!next) return;
      this.#underWay += 1;
      next();
    }
  }
}
