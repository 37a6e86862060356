/** Far longer than a read of what lies in memory takes, and about the shortest that a disk lets wait. */
const turnMs = 2;
/** Enough for the queue of any one disk; a disk that hangs holds no more threads than these and the one whose turn it is. */
const mostLate = 7;

/**
 * Lets one read run at a time as long as each is quick: reads of what lies in memory, side by side, only push each other out of the
 * processor's cache. One that is not done when its turn is over is waiting for a disk: it goes on beside the next, so that the disk has
 * more to do at a time and nobody waits behind a read that hangs.
 */
export class ReadTurns {
  readonly #waiting: (() => void)[] = [];
  #taken = false;
  #late = 0;

  /** Whether no read is under way. */
  get idle(): boolean {
    return !this.#taken && this.#late === 0;
  }

  /** Runs `read` when it is its turn, in the order of asking: before it returns, when nobody has the turn. */
  async take<T>(read: () => Promise<T>): Promise<T> {
    if (this.#taken) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#taken = true;
    let late = false;
    const timer = setTimeout(() => {
      if (this.#late >= mostLate) {
        timer.refresh();
        return;
      }
      late = true;
      this.#late += 1;
      this.#passOn();
    }, turnMs);
    try {
      return await read();
    } finally {
      clearTimeout(timer);
      if (late) this.#late -= 1;
      else this.#passOn();
    }
  }

  #passOn(): void {
    const next = this.#waiting.shift();
    // The turn stays taken while it passes to the next in line, so that nobody who comes now overtakes it.
    if (next) next();
    else this.#taken = false;
  }
}
