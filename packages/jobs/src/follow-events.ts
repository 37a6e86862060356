import { type Database, firstIdAt, type WharfDatabase } from '@wharf/db';
import type { Log } from '@wharf/registry';
import { type Kysely, sql, type Transaction } from 'kysely';

export interface FollowedEvent {
  id: string;
  type: string;
  accountId: string;
  organizationId: string | null;
  repositoryId: string | null;
  /** JSON, parsed. */
  payload: unknown;
  author: { id: string | null; name: string };
  at: Date;
}

export interface EventFollower {
  start(): void;
  stop(): Promise<void>;
}

interface FollowerParts {
  database: WharfDatabase;
  /** Under which it remembers how far it has come. */
  name: string;
  types: readonly string[];
  /** Its writes in `trx` happen once for each event; whatever else it does may happen again. */
  handle(trx: Transaction<Database>, events: FollowedEvent[]): Promise<void>;
  now(): Date;
  log: Log;
  pollMs?: number;
}

const eventsAtOnce = 500;
const longestPauseMs = 60_000;
// For clocks that differ between nodes, and for the moment between making an id and beginning to write it.
const lagMs = { sqlite: 1_000, postgres: 3_000 };

/**
 * Hands every event of the outbox to `handle`, in the order of their ids, in batches, from the first event ever; of
 * several processes under the same name, one at a time. A batch whose handling fails is tried again until it succeeds.
 */
export function followEvents(parts: FollowerParts): EventFollower {
  const { name, log, pollMs = 1_000 } = parts;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();
  let stopped = false;
  let failures = 0;

  async function takeTurn(): Promise<void> {
    try {
      while (!stopped && (await handleBatch(parts)));
      failures = 0;
    } catch (error) {
      failures += 1;
      log.error({ follower: name, failures, err: error }, 'events could not be handled; the next try follows');
    }
    if (!stopped) schedule(Math.min(longestPauseMs, pollMs * 2 ** Math.min(failures, 10)));
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
      stopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}

/** @returns whether there may be more. */
async function handleBatch(parts: FollowerParts): Promise<boolean> {
  const { database, name, types } = parts;
  const until = firstIdAt(await eventsSettledBefore(parts));
  const known = await positionOf(database.db, name).executeTakeFirst();
  if (!known) {
    const start = { name, last_event_id: '' };
    await database.db
      .insertInto('event_followers')
      .values(start)
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    return true;
  }
  const next = await eventsBetween(database.db, known.last_event_id, until).execute();
  const last = next.at(-1);
  if (!last) return false;
  const more = next.length === eventsAtOnce;
  if (!next.some(({ type }) => types.includes(type))) {
    // Nothing to do again, should a loss of power take this step back.
    await database.relaxed((trx) => moveOn(trx, name, known.last_event_id, last.id));
    return more;
  }
  return await database.db.transaction().execute(async (trx) => {
    const position = await positionOf(trx, name).forUpdate().skipLocked().executeTakeFirst();
    // Another process is at it, or was quicker.
    if (position?.last_event_id !== known.last_event_id) return false;
    const wanted = next.filter(({ type }) => types.includes(type));
    await parts.handle(trx, wanted.map(presentEvent));
    await moveOn(trx, name, known.last_event_id, last.id);
    return more;
  });
}

/**
 * Every event that is still to be committed has a later id than those made before this time (UTC milliseconds). Ids are
 * made when an event is written, and on PostgreSQL transactions commit in another order: so what is read ends before the
 * oldest transaction that has written something and is still open.
 */
export async function eventsSettledBefore({ database, now }: Pick<FollowerParts, 'database' | 'now'>): Promise<number> {
  const at = now().getTime();
  if (database.dialect === 'sqlite') return at - lagMs.sqlite;
  const { rows } = await sql<{ oldest: number | null }>`
    select (extract(epoch from min(xact_start)) * 1000)::bigint as oldest from pg_stat_activity
    where datname = current_database() and backend_xid is not null`.execute(database.db);
  return Math.min(at, rows[0]?.oldest ?? at) - lagMs.postgres;
}

function positionOf(db: Kysely<Database>, name: string) {
  return db.selectFrom('event_followers').select('last_event_id').where('name', '=', name);
}

async function moveOn(db: Kysely<Database>, name: string, from: string, to: string): Promise<void> {
  await db
    .updateTable('event_followers')
    .set({ last_event_id: to })
    .where('name', '=', name)
    .where('last_event_id', '=', from)
    .execute();
}

export function eventsBetween(db: Kysely<Database>, after: string, until: string) {
  return db
    .selectFrom('events')
    .selectAll()
    .where('id', '>', after)
    .where('id', '<', until)
    .orderBy('id')
    .limit(eventsAtOnce);
}

type EventRow = Awaited<ReturnType<ReturnType<typeof eventsBetween>['execute']>>[number];

function presentEvent(row: EventRow): FollowedEvent {
  return {
    id: row.id,
    type: row.type,
    accountId: row.account_id,
    organizationId: row.organization_id,
    repositoryId: row.repository_id,
    payload: JSON.parse(row.payload),
    author: { id: row.author_id, name: row.author_name },
    at: new Date(row.created_at),
  };
}
