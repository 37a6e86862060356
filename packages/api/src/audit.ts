import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { page, pageQuery, time } from './page.ts';

export const eventResults = ['done', 'refused'] as const;

const name = z.string().min(1).max(300).optional();

/** What narrows the record of events; all that is given must hold. */
export const eventFilter = z.object({
  /** Inclusive. */
  from: time.optional(),
  /** Exclusive. */
  to: time.optional(),
  /** An account's name; for system administrators. */
  account: name,
  /** Who did it, by name. */
  author: name,
  type: z.string().min(1).max(100).optional(),
  organization: name,
  /** Full name. */
  repository: name,
  /** The credential's name: a temporary login, the id of an access key or of a session, a user's name for his password. */
  credential: name,
  address: z.string().min(1).max(100).optional(),
  result: z.enum(eventResults).optional(),
});
export type EventFilter = z.output<typeof eventFilter>;

export const auditEvent = z.object({
  id: z.string(),
  at: time,
  /** A key of `eventTypes`, unless a later version wrote it. */
  type: z.string(),
  /** SWR's name for it. */
  trace: z.string().nullable(),
  result: z.enum(eventResults),
  /** Name; null when it is gone, or when the event concerns none. */
  account: z.string().nullable(),
  /** Names at that time. */
  organization: z.string().nullable(),
  repository: z.string().nullable(),
  /** Null where nobody is known: a refused sign-in under a name that nobody has. */
  author: z.string().nullable(),
  /** Null for what the server did by itself. */
  address: z.string().nullable(),
  credential: z.object({ kind: z.string(), name: z.string() }).nullable(),
  requestId: z.string().nullable(),
  /** Facts of the type's own. */
  payload: z.record(z.string(), z.unknown()),
});
export type AuditEvent = z.output<typeof auditEvent>;

export const eventExportQuery = eventFilter.extend({ format: z.enum(['csv', 'ndjson']).default('csv') });

/** Where the events go beside this server. */
const forwarding = z.object({
  kind: z.enum(['syslog', 'webhook']),
  /** Without what is secret in it. */
  target: z.string(),
  /** Time of the last event that it took; null before the first one. */
  forwardedUntil: time.nullable(),
  /** Of the last try, when it failed. */
  error: z.object({ message: z.string(), at: time }).nullable(),
});

/**
 * The record of who did what. System administrators see all of it, account administrators their account's, who manages an
 * organization that one's (`organization` must then be given).
 */
export const auditEndpoints = {
  listEvents: endpoint({
    query: pageQuery(['-at']).omit({ q: true, sort: true }).extend(eventFilter.shape),
    result: page(auditEvent).extend({
      /** Not all was looked through: to this time, and `next` goes on from there, also where the page is empty. */
      searchedTo: time.nullable(),
    }),
  }),
  /** For system administrators. */
  getAudit: endpoint({
    result: z.object({
      /** Events are removed after so many days. */
      days: z.number().int(),
      /** Whether pulls are events. */
      pulls: z.boolean(),
      forwarding: z.array(forwarding),
    }),
  }),
};
