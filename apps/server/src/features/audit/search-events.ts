import type { EventFilter } from '@wharf/api';
import { type Database, firstIdAt } from '@wharf/db';
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';

/** Whose events: left out, everybody's. */
export interface EventScope {
  accountId?: string | undefined;
  organizationId?: string | undefined;
}

export type Events = SelectQueryBuilder<Database, 'events', object>;

/** A search whose cost is known: one index gives the events in order, and the rest of the conditions only sorts some out. */
export interface EventSearch {
  /** What the index answers. */
  found: Events;
  /** The rest of the conditions; undefined when there is none. */
  sift: ((events: Events) => Events) | undefined;
}

/** What of a filter an index answers, the most telling first. */
const telling = ['credential_name', 'address', 'repository_name', 'organization_name', 'author_name', 'type'] as const;
type Column = (typeof telling)[number] | 'account_id' | 'organization_id' | 'result';

/**
 * The search for `filter`. A database would guess which index to take, and may take one that gives everything: so it is
 * chosen here, and all other conditions are hidden from the indexes.
 */
export function searchEvents(db: Kysely<Database>, scope: EventScope, filter: EventFilter): EventSearch {
  const wanted: Partial<Record<Column, string | undefined>> = {
    credential_name: filter.credential,
    address: filter.address,
    repository_name: filter.repository,
    organization_name: filter.organization,
    author_name: filter.author,
    type: filter.type,
    account_id: scope.accountId,
    organization_id: scope.organizationId,
    result: filter.result,
  };
  const taken = takenColumns(wanted);
  let found: Events = db.selectFrom('events');
  for (const column of taken) {
    // As a literal, because the index holds only what was refused.
    found =
      column === 'result'
        ? found.where(sql.ref('events.result'), '=', sql.lit('refused'))
        : found.where(`events.${column}`, '=', wanted[column] as string);
  }
  // The ids tell the time: so a range of it is a range of the index.
  if (filter.from) found = found.where('events.id', '>=', firstIdAt(Date.parse(filter.from)));
  if (filter.to) found = found.where('events.id', '<', firstIdAt(Date.parse(filter.to)));

  const rest = (Object.keys(wanted) as Column[]).filter(
    (column) => wanted[column] !== undefined && !taken.includes(column),
  );
  if (rest.length === 0) return { found, sift: undefined };
  return {
    found,
    sift: (events) =>
      rest.reduce(
        (all, column) => all.where(sql<string>`${sql.ref(`events.${column}`)} || ''`, '=', wanted[column] as string),
        events,
      ),
  };
}

function takenColumns(wanted: Partial<Record<Column, string | undefined>>): Column[] {
  const first = telling.find((column) => wanted[column] !== undefined);
  if (first === undefined && wanted.result === 'refused') return ['result'];
  const own: Column[] = wanted.account_id === undefined ? [] : ['account_id'];
  if (first === undefined) return own;
  return first === 'type' ? [...own, 'type'] : [first];
}
