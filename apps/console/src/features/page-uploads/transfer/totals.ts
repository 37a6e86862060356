import type { Transfer } from './state.ts';

export interface Totals {
  /** Bytes of all contents in the archives. */
  size: number;
  /** Bytes that went or still go over the wire. */
  toSend: number;
  sent: number;
  /** Bytes that were on the server already. */
  there: number;
}

export function totalsOf({ contents }: Pick<Transfer, 'contents'>): Totals {
  const totals = { size: 0, toSend: 0, sent: 0, there: 0 };
  for (const { size, sent, phase } of Object.values(contents)) {
    totals.size += size;
    if (phase === 'there') totals.there += size;
    else totals.toSend += size;
    totals.sent += sent;
  }
  return totals;
}

/** How fast bytes went lately. */
export class Rate {
  readonly #samples: { at: number; bytes: number }[] = [];
  readonly #windowMs: number;

  constructor(windowMs = 5000) {
    this.#windowMs = windowMs;
  }

  /** @param bytes of all that was sent, which may go back when a session was lost. */
  add(bytes: number, at: number): void {
    const last = this.#samples.at(-1);
    if (last && bytes < last.bytes) this.#samples.length = 0;
    this.#samples.push({ at, bytes });
    while (this.#samples.length > 2 && (this.#samples[1]?.at ?? at) < at - this.#windowMs) this.#samples.shift();
  }

  /** Bytes a second. */
  get value(): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.at <= first.at) return 0;
    return ((last.bytes - first.bytes) * 1000) / (last.at - first.at);
  }
}
