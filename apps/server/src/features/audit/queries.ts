import type { EventFilter } from '@wharf/api';
import { type Counted, countUpTo, type Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import { ApiError } from '../../bff/problem.ts';
import { type EventPlace, readPlace, writePlace } from './event-place.ts';
import { type EventScope, type Events, searchEvents } from './search-events.ts';

/**
 * How many events one request looks through where conditions are left that no index answers: a look through a million of them
 * would hold up everybody else.
 */
export const windowSize = 5_000;
const countedUpTo = 10_000;

export interface EventPage extends Counted {
  items: EventRow[];
  next: string | null;
  previous: string | null;
  /** The page ends before all was looked through: there, and `next` goes on. */
  searchedTo: string | null;
}

/**
 * One page of the events in the scope that the filter lets through, the newest first.
 * @throws ApiError `invalid-input` for a cursor of another list
 */
export async function listEvents(
  db: Kysely<Database>,
  scope: EventScope,
  { cursor, limit, ...filter }: EventFilter & { cursor?: string | undefined; limit: number },
): Promise<EventPage> {
  const { found, sift } = searchEvents(db, scope, filter);
  const place = readPlaceOrRefuse(cursor);
  const newer = place?.go === 'newer';
  const beyond = place ? found.where('events.id', newer ? '>' : '<', place.id) : found;
  const edge = sift && (await windowEdge(beyond, newer ? 'asc' : 'desc'));
  const window = edge === undefined ? beyond : beyond.where('events.id', newer ? '<=' : '>=', edge);
  const sifted = sift ? sift(window) : window;
  const rows = await eventRows(sifted)
    .orderBy('events.id', newer ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute();
  const more = rows.length > limit;
  const items = rows.slice(0, limit);
  if (newer) items.reverse();

  const counted = place?.counted ?? (await count(db, sifted, edge));
  const to = (go: EventPlace['go'], id: string | undefined) =>
    id === undefined ? null : writePlace({ go, id, counted });
  const further = more ? (newer ? items[0] : items.at(-1))?.id : edge;
  return {
    ...counted,
    items,
    next: newer ? to('older', items.at(-1)?.id ?? place?.id) : to('older', further),
    previous: newer ? to('newer', further) : to('newer', place && (items[0]?.id ?? place.id)),
    searchedTo: more || newer ? null : (edge ?? null),
  };
}

async function count(db: Kysely<Database>, events: Events, edge: string | undefined): Promise<Counted> {
  const { total, totalIsExact } = await countUpTo(db, events.select('events.id'), countedUpTo);
  return { total, totalIsExact: totalIsExact && edge === undefined };
}

function readPlaceOrRefuse(cursor: string | undefined): EventPlace | undefined {
  if (cursor === undefined) return undefined;
  const place = readPlace(cursor);
  if (place) return place;
  const fields = [{ field: 'query.cursor', problem: 'cursor' }];
  throw new ApiError('invalid-input', 'the cursor is not one of this list', { fields });
}

/** The first event that one look does not reach any more, by the index alone; undefined when it reaches them all. */
async function windowEdge(events: Events, direction: 'asc' | 'desc'): Promise<string | undefined> {
  const edge = events.select('events.id').orderBy('events.id', direction).offset(windowSize).limit(1);
  return (await edge.executeTakeFirst())?.id;
}

/**
 * The next events after `after` (an id), and before `until` where it is given, the oldest first.
 * @returns `next`: after which id to go on; undefined at the end
 */
export async function readEvents(
  db: Kysely<Database>,
  scope: EventScope,
  filter: EventFilter,
  { after, until, limit }: { after: string; until?: string; limit: number },
): Promise<{ rows: EventRow[]; next: string | undefined }> {
  const { found, sift } = searchEvents(db, scope, filter);
  const later = found.where('events.id', '>', after);
  const range = until === undefined ? later : later.where('events.id', '<', until);
  const edge = sift && (await windowEdge(range, 'asc'));
  const window = edge === undefined ? range : range.where('events.id', '<=', edge);
  const rows = await eventRows(sift ? sift(window) : window)
    .orderBy('events.id')
    .limit(limit)
    .execute();
  return { rows, next: rows.length === limit ? rows.at(-1)?.id : edge };
}

function eventRows(events: Events) {
  return events.select((eb) => [
    'events.id',
    'events.created_at',
    'events.type',
    'events.result',
    'events.organization_name',
    'events.repository_name',
    'events.author_name',
    'events.address',
    'events.credential_kind',
    'events.credential_name',
    'events.request_id',
    'events.payload',
    eb.selectFrom('accounts').select('name').whereRef('accounts.id', '=', 'events.account_id').as('account'),
  ]);
}

export type EventRow = Awaited<ReturnType<ReturnType<typeof eventRows>['execute']>>[number];

/** Undefined when there is no such account. */
export async function findAccountId(db: Kysely<Database>, name: string): Promise<string | undefined> {
  return (await db.selectFrom('accounts').select('id').where('name', '=', name).executeTakeFirst())?.id;
}
