import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import { createLru } from '../auth/lru.ts';
import type { PendingRefusal } from './recent.ts';

export interface RefusalBounds {
  /** How many rows of one sender, and of one user, stay. */
  each: number;
  /** How many of all. */
  all: number;
  days: number;
}

export const refusalBounds: RefusalBounds = { each: 500, all: 100_000, days: 30 };

const dayMs = 24 * 60 * 60 * 1000;
const rowsAStep = 2000;

/**
 * Keeps the table small. A sender or user is looked at again when a fifth of its bound came since, and all together when a
 * fiftieth of theirs did: the bounds are passed by so much at most, for each process.
 */
export function createRefusalBound(bounds: RefusalBounds = refusalBounds) {
  const since = createLru<number>(10_000);
  let sinceAll = 0;
  let lookedAt = 0;

  async function keepNewest(db: Kysely<Database>, column: 'source' | 'user_id', value: string): Promise<void> {
    const surplus = db
      .selectFrom('refusals')
      .select('id')
      .where(column, '=', value)
      .orderBy(column, 'desc')
      .orderBy('last_at', 'desc')
      .orderBy('id', 'desc')
      .limit(rowsAStep)
      .offset(bounds.each);
    await remove(
      db,
      (await surplus.execute()).map(({ id }) => id),
    );
  }

  async function boundAll(db: Kysely<Database>, now: number): Promise<void> {
    const old = await db
      .selectFrom('refusals')
      .select('id')
      .where('last_at', '<', now - bounds.days * dayMs)
      .limit(rowsAStep)
      .execute();
    await remove(
      db,
      old.map(({ id }) => id),
    );
    const surplus = await db
      .selectFrom('refusals')
      .select('id')
      .orderBy('last_at', 'desc')
      .orderBy('id', 'desc')
      .limit(rowsAStep)
      .offset(bounds.all)
      .execute();
    await remove(
      db,
      surplus.map(({ id }) => id),
    );
  }

  return async (db: Kysely<Database>, written: readonly PendingRefusal[], now: number): Promise<void> => {
    for (const { source, refused } of written) {
      for (const [column, value] of [
        ['source', source],
        ['user_id', refused.actorId],
      ] as const) {
        if (value === undefined) continue;
        const count = (since.get(`${column} ${value}`) ?? 0) + 1;
        const full = count >= bounds.each / 5;
        since.set(`${column} ${value}`, full ? 0 : count);
        if (full) await keepNewest(db, column, value);
      }
    }
    sinceAll += written.length;
    if (sinceAll < bounds.all / 50 && now - lookedAt < dayMs / 24) return;
    sinceAll = 0;
    lookedAt = now;
    await boundAll(db, now);
  };
}

async function remove(db: Kysely<Database>, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.deleteFrom('refusals').where('id', 'in', ids).execute();
}
