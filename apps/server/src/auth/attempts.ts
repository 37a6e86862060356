/** Slows guessing down; what a key stands for (a user's name, an address) is the caller's. */
export interface Attempts {
  /** Whole seconds until the next attempt under `key` is looked at; 0 when it is now. */
  blockedFor(key: string): number;
  /** @param free how many failures in a row cost no wait yet, 4 by default. */
  failed(key: string, free?: number): void;
  succeeded(key: string): void;
}

const freeFailures = 4;
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
 * After the free failures in a row each further one doubles the wait: 1, 2, 4 ... 60 seconds. Never longer, so that
 * nobody can lock another out for long. Counted by this process: with several, an attacker gains at most their number.
 */
export function createAttempts(now: () => number = Date.now): Attempts {
  const table = new Map<string, Failures>();
  return {
    blockedFor(key) {
      const failures = table.get(key);
      return failures ? Math.max(0, Math.ceil((failures.until - now()) / 1000)) : 0;
    },
    failed(key, free = freeFailures) {
      const at = now();
      const before = table.get(key);
      const count = before && at - before.at < forgetAfterMs ? before.count + 1 : 1;
      const seconds = count <= free ? 0 : Math.min(longestSeconds, 2 ** (count - free - 1));
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
