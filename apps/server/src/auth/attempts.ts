/** Slows guessing down: by user name (`user:alice`) and by address (`address:10.0.0.7`), each a key of its own. */
export interface Attempts {
  /** Whole seconds until the next attempt under `key` is looked at; 0 when it is now. */
  blockedFor(key: string): number;
  failed(key: string): void;
  succeeded(key: string): void;
}

const freeFailures = 5;
const longestSeconds = 60;
const forgetAfterMs = 60 * 60 * 1000;
// An attacker chooses user names: without a bound the table would grow with his requests.
const keyLimit = 20_000;

interface Failures {
  count: number;
  at: number;
  until: number;
}

/**
 * After 5 failures in a row each further one doubles the wait: 1, 2, 4 ... 60 seconds. Never longer, so that nobody can
 * lock another user out. Counted by this process: with several, an attacker gains at most their number.
 */
export function createAttempts(now: () => number = Date.now): Attempts {
  const table = new Map<string, Failures>();
  return {
    blockedFor(key) {
      const failures = table.get(key);
      return failures ? Math.max(0, Math.ceil((failures.until - now()) / 1000)) : 0;
    },
    failed(key) {
      const at = now();
      const before = table.get(key);
      const count = before && at - before.at < forgetAfterMs ? before.count + 1 : 1;
      const seconds = count < freeFailures ? 0 : Math.min(longestSeconds, 2 ** (count - freeFailures));
      // Deleted first, so that the map's order is the order of the last failure.
      table.delete(key);
      table.set(key, { count, at, until: at + seconds * 1000 });
      for (const oldest of table.keys()) {
        if (table.size <= keyLimit) break;
        table.delete(oldest);
      }
    },
    succeeded(key) {
      table.delete(key);
    },
  };
}
