import { once } from 'node:events';
import type { AuditEvent, EventFilter } from '@wharf/api';
import type { Database } from '@wharf/db';
import type { Response } from 'express';
import type { Kysely } from 'kysely';
import { csvLine } from './csv.ts';
import { presentEvent } from './present.ts';
import { readEvents } from './queries.ts';
import type { EventScope } from './search-events.ts';

/** In memory at once. */
const eventsAtOnce = 500;

const columns: [string, (event: AuditEvent) => string | null][] = [
  ['time', ({ at }) => at],
  ['event', ({ type }) => type],
  ['trace', ({ trace }) => trace],
  ['result', ({ result }) => result],
  ['account', ({ account }) => account],
  ['organization', ({ organization }) => organization],
  ['image', ({ repository }) => repository],
  ['user', ({ author }) => author],
  ['address', ({ address }) => address],
  ['credential_kind', ({ credential }) => credential?.kind ?? null],
  ['credential', ({ credential }) => credential?.name ?? null],
  ['request', ({ requestId }) => requestId],
  ['id', ({ id }) => id],
  ['facts', ({ payload }) => JSON.stringify(payload)],
];

const formats = {
  csv: {
    type: 'text/csv; charset=utf-8',
    head: csvLine(columns.map(([name]) => name)),
    line: (event: AuditEvent) => csvLine(columns.map(([, cell]) => cell(event))),
  },
  ndjson: { type: 'application/x-ndjson', head: '', line: (event: AuditEvent) => `${JSON.stringify(event)}\n` },
};
export type ExportFormat = keyof typeof formats;

/**
 * Sends the events, the oldest first, no faster than the client takes them and never more than a batch in memory. A failure in
 * the middle cuts the answer off, so that nobody takes a part for the whole.
 */
export async function sendEvents(
  response: Response,
  db: Kysely<Database>,
  { scope, filter, format }: { scope: EventScope; filter: EventFilter; format: ExportFormat },
): Promise<void> {
  const { type, head, line } = formats[format];
  response.status(200).set({
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="events.${format}"`,
    'Cache-Control': 'no-store',
  });
  if (response.req.method === 'HEAD') {
    response.end();
    return;
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    response.write(head);
    for (let after = ''; ; ) {
      const { rows, next } = await readEvents(db, scope, filter, { after, limit: eventsAtOnce });
      const text = rows.map((row) => line(presentEvent(row))).join('');
      if (gone.signal.aborted) return;
      if (text && !response.write(text)) await once(response, 'drain', { signal: gone.signal });
      if (next === undefined) break;
      after = next;
    }
    response.end();
  } catch (error) {
    response.destroy();
    if (!gone.signal.aborted) throw error;
  }
}
