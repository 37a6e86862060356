import type { AuditEvent } from '@wharf/api';
import { firstIdAt, type WharfDatabase } from '@wharf/db';
import { type EventFollower, eventsSettledBefore } from '@wharf/jobs';
import type { Log } from '@wharf/registry';
import { claimFollower, moveFollower, openFollower, tellFollowerError } from './followers.ts';
import { presentEvent } from './present.ts';
import { readEvents } from './queries.ts';

/** Where events go. */
export interface EventTarget {
  kind: 'syslog' | 'webhook';
  /** For people: without what is secret in it. */
  shown: string;
  /** All or none; rejects when it is not sure that they arrived. What is sent again has the same id. */
  deliver(events: AuditEvent[], signal: AbortSignal): Promise<void>;
}

interface ForwarderParts {
  database: WharfDatabase;
  target: EventTarget;
  /** Of this process. */
  node: string;
  now(): Date;
  log: Log;
  pollMs?: number;
}

const eventsAtOnce = 200;
const longestPauseMs = 60_000;
const deliveryMs = 30_000;
// Longer than a delivery takes, so that no other process sends the same meanwhile.
const leaseMs = 2 * deliveryMs;

export const followerName = (target: EventTarget) => `forward-${target.kind}`;

/**
 * Sends every event that comes after the first start with this target to it, in the order of their ids, at least once: how far it
 * came is kept, and what failed is sent again until it arrives. Of several processes, one at a time.
 */
export function forwardEvents(parts: ForwarderParts): EventFollower {
  const { log, target, pollMs = 1_000 } = parts;
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();
  let failures = 0;

  async function takeTurn(): Promise<void> {
    try {
      while (!stopping.signal.aborted && (await forwardBatch(parts, stopping.signal)));
      failures = 0;
    } catch (error) {
      if (!stopping.signal.aborted) {
        failures += 1;
        log.error(
          { target: target.shown, failures, err: error },
          'events could not be forwarded; the next try follows',
        );
      }
    }
    if (!stopping.signal.aborted) schedule(Math.min(longestPauseMs, pollMs * 2 ** Math.min(failures, 10)));
  }

  function schedule(pause: number): void {
    timer = setTimeout(() => {
      turn = takeTurn();
    }, pause);
    timer.unref();
  }

  return {
    start: () => {
      if (!timer) schedule(0);
    },
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await turn;
    },
  };
}

/** @returns whether there may be more. */
async function forwardBatch(parts: ForwarderParts, stopping: AbortSignal): Promise<boolean> {
  const { database, target, node, now } = parts;
  const { db } = database;
  const name = followerName(target);
  const at = now();
  await openFollower(db, name);
  const after = await claimFollower(db, name, node, at, new Date(at.getTime() + leaseMs));
  if (after === undefined) return false;
  const until = firstIdAt(await eventsSettledBefore(parts));
  const { rows, next } = await readEvents(db, {}, {}, { after, until, limit: eventsAtOnce });
  const last = rows.at(-1);
  if (!last) return false;
  try {
    await target.deliver(rows.map(presentEvent), AbortSignal.any([stopping, AbortSignal.timeout(deliveryMs)]));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (!stopping.aborted) await tellFollowerError(db, name, message.slice(0, 500), now());
    throw error;
  }
  await moveFollower(db, name, { node, from: after, to: last.id });
  return next !== undefined;
}
