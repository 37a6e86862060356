/** All in milliseconds. */
export interface Timing {
  /** Between two looks for work, and for a cancellation of what runs. */
  poll: number;
  /** How long a job stays with a process that gives no sign of life. */
  lease: number;
  renew: number;
  /** The pause after the first failure; it doubles with each one. */
  retry: number;
  longestRetry: number;
  /** How long a stop waits for what runs. */
  stop: number;
}

export const usualTiming: Timing = {
  poll: 1_000,
  lease: 30_000,
  renew: 10_000,
  retry: 2_000,
  longestRetry: 10 * 60_000,
  stop: 10_000,
};

/**
 * The pause after the given failed attempt, a fifth more or less by chance: what failed together does not come back together.
 * @param attempt from 1
 * @param chance from 0 to 1
 */
export function pauseAfter(attempt: number, timing: Pick<Timing, 'retry' | 'longestRetry'>, chance: number): number {
  const pause = Math.min(timing.longestRetry, timing.retry * 2 ** (attempt - 1));
  return Math.round(pause * (0.8 + 0.4 * chance));
}
