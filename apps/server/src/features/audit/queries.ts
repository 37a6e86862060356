import type { EventFilter } from '@wharf/api';
import { type Database, firstIdAt } from '@wharf/db';
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { listPage, type PageQuery } from '../list-page.ts';

/** Whose events: left out, everybody's. */
export interface EventScope {
  accountId?: string | undefined;
  organizationId?: string | undefined;
}

type Events = SelectQueryBuilder<Database, 'events', object>;

/** One page of the events in the scope that the filter lets through, the newest first. */
export async function listEvents(
  db: Kysely<Database>,
  scope: EventScope,
  query: Omit<EventFilter, 'account'> & Omit<PageQuery, 'q'>,
) {
  const found = narrowed(db.selectFrom('events'), scope, query);
  const sort = { columns: [{ column: 'events.id', output: 'id', type: 'text' }], direction: 'desc' } as const;
  return await listPage(db, eventRows(found), found.select('events.id'), sort, query);
}

export type EventRow = Awaited<ReturnType<typeof listEvents>>['items'][number];

/** The next events after `after` (an id), and before `until` where it is given, the oldest first. */
export async function readEvents(
  db: Kysely<Database>,
  scope: EventScope,
  filter: Omit<EventFilter, 'account'>,
  { after, until, limit }: { after: string; until?: string; limit: number },
): Promise<EventRow[]> {
  const found = narrowed(db.selectFrom('events'), scope, filter).where('events.id', '>', after);
  return await eventRows(until === undefined ? found : found.where('events.id', '<', until))
    .orderBy('events.id')
    .limit(limit)
    .execute();
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

/**
 * What of the filter an index answers, the most telling first. A database would have to guess which: so all others are hidden
 * from its indexes, and only sort out what the first one found.
 */
const telling = [
  'credential_name',
  'address',
  'repository_name',
  'organization_name',
  'author_name',
  'type',
  'result',
] as const;

function narrowed(
  events: SelectQueryBuilder<Database, 'events', object>,
  scope: EventScope,
  filter: EventFilter,
): Events {
  const wanted: Record<(typeof telling)[number], string | undefined> = {
    credential_name: filter.credential,
    address: filter.address,
    repository_name: filter.repository,
    organization_name: filter.organization,
    author_name: filter.author,
    type: filter.type,
    result: filter.result,
  };
  const [first, ...others] = telling.filter((column) => wanted[column] !== undefined);
  const hidden = (column: (typeof telling)[number] | 'account_id' | 'organization_id') =>
    sql<string>`${sql.ref(`events.${column}`)} || ''`;
  let found = events;
  if (first === 'result') found = found.where(sql.ref('events.result'), '=', sql.lit(wanted.result as string));
  else if (first) found = found.where(`events.${first}`, '=', wanted[first] as string);
  for (const column of others) found = found.where(hidden(column), '=', wanted[column] as string);

  const byAccount = first === undefined || first === 'type' || first === 'result';
  if (scope.accountId !== undefined) {
    found = found.where(byAccount ? 'events.account_id' : hidden('account_id'), '=', scope.accountId);
  }
  if (scope.organizationId !== undefined) found = found.where(hidden('organization_id'), '=', scope.organizationId);
  // The ids tell the time: so a range of it is a range of the index that is walked anyhow.
  if (filter.from) found = found.where('events.id', '>=', firstIdAt(Date.parse(filter.from)));
  if (filter.to) found = found.where('events.id', '<', firstIdAt(Date.parse(filter.to)));
  return found;
}

/** Undefined when there is no such account. */
export async function findAccountId(db: Kysely<Database>, name: string): Promise<string | undefined> {
  return (await db.selectFrom('accounts').select('id').where('name', '=', name).executeTakeFirst())?.id;
}
