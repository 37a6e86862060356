/** Slows guessing down; what a key stands for (a user's name, an address) is the caller's. */
export interface Attempts {
  /** Whole seconds until the next attempt under `key` is looked at; 0 when it is now. */
  blockedFor(key: string): number;
  /** @param free how many failures in a row cost no wait yet, 4 by default. */
  failed(key: string, free?: number): void;
  succeeded(key: string): void;
}

/** How often something failed in a row. */
export interface Failures {
  count: number;
  /** How many of them cost no wait. */
  free: number;
  /** When it failed last, UTC milliseconds. */
  at: number;
}

export interface LocalAttempts extends Attempts {
  /** What is remembered of `key`. */
  of(key: string): Failures | undefined;
  /** What another process knows of `key`, in place of what this one does. */
  put(key: string, failures: Failures): void;
}

export const freeFailures = 4;
const longestSeconds = 300;
/** After that long without a failure, the next one is the first again. */
export const forgetAfterMs = 60 * 60 * 1000;
// An attacker chooses user names: without a bound the table would grow with his requests.
const keyLimit = 20_000;

/**
 * After the free failures in a row each further one doubles the wait: 1, 2, 4 ... 300 seconds. Never longer, so that
 * nobody can lock another out for long. Counted by this process; `startSharedAttempts` tells the others.
 */
export function createAttempts(now: () => number = Date.now): LocalAttempts {
  const table = new Map<string, Failures>();

  function put(key: string, failures: Failures): void {
    // Deleted first, so that the map's order is the order of the last failure.
    table.delete(key);
    if (failures.count > 0) table.set(key, failures);
    for (const oldest of table.keys()) {
      if (table.size <= keyLimit) break;
      table.delete(oldest);
    }
  }

  return {
    put,
    of: (key) => table.get(key),
    blockedFor(key) {
      const failures = table.get(key);
      return failures ? Math.max(0, Math.ceil((failures.at + waitMs(failures) - now()) / 1000)) : 0;
    },
    failed(key, free = freeFailures) {
      const at = now();
      const before = table.get(key);
      const count = before && at - before.at < forgetAfterMs ? before.count + 1 : 1;
      put(key, { count, free, at });
    },
    succeeded(key) {
      table.delete(key);
    },
  };
}

function waitMs({ count, free }: Failures): number {
  return count <= free ? 0 : Math.min(longestSeconds, 2 ** (count - free - 1)) * 1000;
}
