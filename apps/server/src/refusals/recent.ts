import { explainReason } from '@wharf/policies/refusals';
import { sourceOf } from '../auth/guess.ts';
import { createLru } from '../auth/lru.ts';
import { newRefusalId } from './refusal-id.ts';
import type { Refused } from './refused.ts';

/** A refusal in memory: written, or waiting to be. */
export interface PendingRefusal {
  id: string;
  source: string;
  refused: Refused;
  createdAt: number;
  lastAt: number;
  /** How often since it was written last. */
  count: number;
}

const windowMs = 10 * 60 * 1000;
const recentLimit = 4000;
const waitingLimit = 2000;
const distinctOfSource = 50;

/**
 * Finds repeats, so that they count in one row, and bounds what a flood can write: of one sender so many different ones in
 * ten minutes, after that only one for each reason; of all so many between two writes.
 */
export function createRecentRefusals() {
  const recent = createLru<PendingRefusal>(recentLimit);
  const senders = createLru<{ since: number; distinct: number }>(recentLimit);
  let waiting = new Set<PendingRefusal>();
  let dropped = 0;

  function fitting(key: string, at: number): PendingRefusal | undefined {
    const found = recent.get(key);
    return found && at - found.createdAt < windowMs ? found : undefined;
  }

  function distinctOf(source: string, at: number): { since: number; distinct: number } {
    const sender = senders.get(source);
    if (sender && at - sender.since < windowMs) return sender;
    const fresh = { since: at, distinct: 0 };
    senders.set(source, fresh);
    return fresh;
  }

  return {
    /** The id under which it will be found; undefined when it is dropped. */
    add(refused: Refused, at: number): string | undefined {
      const source = sourceOf(refused.address);
      const { actorId = '', login = '', operation, repository = '', reference = '', reason } = refused;
      const exact = [source, reason, actorId, login, operation, repository, reference].join('\n');
      const coarse = [source, reason, actorId].join('\n');
      const known =
        fitting(exact, at) ?? (distinctOf(source, at).distinct < distinctOfSource ? undefined : fitting(coarse, at));
      if (known) {
        known.count += 1;
        known.lastAt = at;
        waiting.add(known);
        return known.id;
      }
      if (waiting.size >= waitingLimit) {
        dropped += 1;
        return undefined;
      }
      const sender = distinctOf(source, at);
      const tooMany = sender.distinct >= distinctOfSource;
      sender.distinct += 1;
      const kept = tooMany ? withoutObject(refused) : refused;
      const fresh = { id: newRefusalId(), source, refused: kept, createdAt: at, lastAt: at, count: 1 };
      recent.set(tooMany ? coarse : exact, fresh);
      waiting.add(fresh);
      return fresh.id;
    },
    /** What waits to be written, as it is now; how many there was no room for. */
    take(): { refusals: PendingRefusal[]; dropped: number } {
      const taken = { refusals: [...waiting].map((each) => ({ ...each })), dropped };
      for (const each of waiting) each.count = 0;
      waiting = new Set();
      dropped = 0;
      return taken;
    },
  };
}

/** One row for many objects names none of them. */
function withoutObject(refused: Refused): Refused {
  const { cause } = explainReason(refused.reason);
  return { ...refused, message: cause, detail: {}, login: undefined, repository: undefined, reference: undefined };
}
