import type { AuditEvent } from '@wharf/api';
import { eventTypes } from '@wharf/api/event-types';
import type { TFunction } from 'i18next';
import { shortDigest } from '../../lib/format.ts';

/** What every sentence may name. */
const names = [
  ...['user', 'robot', 'level', 'tag', 'login', 'accessKey', 'networkRule', 'account', 'job', 'kind', 'visibility'],
  ...['digest', 'previous', 'tags', 'manifests', 'role', 'format', 'reason', 'times', 'sharedBy'],
] as const;

/** What happened, as a sentence without its subject. */
export function eventSentence(t: TFunction<'audit'>, event: AuditEvent): string {
  if (!(event.type in eventTypes)) return t('unknown', { type: event.type });
  return t(`sentence.${event.type}`, factsOf(t, event));
}

function factsOf(t: TFunction<'audit'>, { organization, repository, payload }: AuditEvent): Record<string, string> {
  const facts: Record<string, string> = {
    organization: organization ?? '–',
    repository: repository ?? '–',
    // Of a grant: the images that it is for, else the whole.
    place: [organization, payload.pattern].filter((part) => typeof part === 'string' && part !== '').join('/') || '–',
    who: textOf(payload.robot ?? payload.user),
  };
  for (const name of names) facts[name] = textOf(payload[name]);
  if (typeof payload.level === 'string') facts.level = t(`ui:level.${payload.level}`);
  if (typeof payload.reason === 'string')
    facts.reason = t(`reason.${payload.reason}`, { defaultValue: payload.reason });
  return facts;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(String).join(', ');
  if (typeof value === 'string' && value.startsWith('sha')) return shortDigest(value);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '–';
}
