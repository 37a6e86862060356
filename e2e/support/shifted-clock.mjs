// Preloaded into a server (`--import`), so that "a few days later" needs no waiting: `?ms=` is added to its clock, and
// long timers, such as the purge's, come a hundred times sooner.
const shift = Number(new URL(import.meta.url).searchParams.get('ms'));
const longTimer = 10_000;
const RealDate = Date;
const realSetTimeout = globalThis.setTimeout;

class ShiftedDate extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + shift);
    else super(...parts);
  }
  static now() {
    return RealDate.now() + shift;
  }
}

globalThis.Date = ShiftedDate;
globalThis.setTimeout = Object.assign(
  (callback, delay, ...parts) => realSetTimeout(callback, delay >= longTimer ? delay / 100 : delay, ...parts),
  realSetTimeout,
);
