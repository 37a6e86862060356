import type { WharfDatabase } from '@wharf/db';
import { explainReason } from '@wharf/policies/refusals';
import type { Log } from '@wharf/registry';
import { createRefusalBound, type RefusalBounds } from './bound.ts';
import { createRecentRefusals, type PendingRefusal } from './recent.ts';
import type { Refused, Told } from './refused.ts';
import { tell } from './tell.ts';
import { writeRefusals } from './write.ts';

export interface RefusalRecorder {
  /** Notes a refusal in memory and gives what its answer tells; never waits for the database. */
  note(refused: Refused): Told;
  /** Writes what was noted so far. */
  flush(): Promise<void>;
  /** Flushes a last time. */
  stop(): Promise<void>;
}

const flushEveryMs = 2000;
const retriedLimit = 2000;

/** Keeps refusals for Troubleshooting: in memory first, written every two seconds, so that a flood of them costs little. */
export function startRefusals(
  database: WharfDatabase,
  log: Log,
  now: () => Date,
  bounds?: RefusalBounds,
): RefusalRecorder {
  const recent = createRecentRefusals();
  const bound = createRefusalBound(bounds);
  let unwritten: PendingRefusal[] = [];
  let running: Promise<void> = Promise.resolve();

  function flush(): Promise<void> {
    running = running.then(write);
    return running;
  }

  async function write(): Promise<void> {
    const { refusals, dropped } = recent.take();
    if (dropped > 0) log.warn({ dropped }, 'more requests were refused than are kept');
    const due = [...unwritten, ...refusals].slice(0, retriedLimit);
    unwritten = [];
    if (due.length === 0) return;
    try {
      await writeRefusals(database, due);
    } catch (error) {
      // A deadlock with another node or a short absence of the database: the next turn takes these along.
      log.warn({ err: error }, 'refusals could not be written; trying again');
      unwritten = due;
      return;
    }
    await bound(database.db, due, now().getTime()).catch((error: unknown) => {
      log.warn({ err: error }, 'old refusals could not be removed; trying again later');
    });
  }

  const timer = setInterval(flush, flushEveryMs);
  timer.unref();
  return {
    note(refused) {
      const kept = (refused.kept ?? true) && explainReason(refused.reason).kept;
      return tell(refused, kept ? recent.add(refused, now().getTime()) : undefined);
    },
    flush,
    stop() {
      clearInterval(timer);
      return flush();
    },
  };
}
