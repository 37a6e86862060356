import { type AuditEvent, traceOf } from '@wharf/api';
import { isoTime } from '../iso-time.ts';
import type { EventRow } from './queries.ts';

export function presentEvent(row: EventRow): AuditEvent {
  const payload = payloadOf(row.payload);
  const { type, repository_name: repository, credential_kind: credentialKind } = row;
  return {
    id: row.id,
    at: isoTime(row.created_at),
    type,
    trace: traceOf(type, { credentialKind, repository, payload }),
    result: row.result,
    account: row.account ?? null,
    organization: row.organization_name,
    repository,
    author: row.author_name || null,
    address: row.address,
    credential: credentialKind === null ? null : { kind: credentialKind, name: row.credential_name ?? '' },
    requestId: row.request_id,
    payload,
  };
}

/** How far a forwarder has come: the ids tell the time. */
export function presentFollower(
  row: { last_event_id: string; error: string | null; error_at: number | null } | undefined,
) {
  const id = row?.last_event_id ?? '';
  const failed = row?.error != null && row.error_at !== null;
  return {
    forwardedUntil: id === '' ? null : timeOfId(id),
    error: failed ? { message: row.error ?? '', at: isoTime(row.error_at ?? 0) } : null,
  };
}

/** Without the ids of whom and which accounts the console's change stream tells of it. */
function payloadOf(text: string): Record<string, unknown> {
  const { audience, audienceAccounts, ...payload } = JSON.parse(text) as Record<string, unknown>;
  return payload;
}

/** RFC 9562, 5.7: an id begins with 48 bits of milliseconds. */
export function timeOfId(id: string): string {
  return isoTime(Number.parseInt(id.replace('-', '').slice(0, 12), 16));
}
