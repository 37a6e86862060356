import type { Job } from '@wharf/api';
import { isoTime } from '../iso-time.ts';
import type { JobRow } from './queries.ts';

export function presentJob(row: JobRow, now: Date): Job {
  const progress = parse<Omit<NonNullable<Job['progress']>, 'step'> & { step?: string }>(row.progress);
  return {
    id: row.id,
    kind: row.kind,
    organization: row.organization,
    repository: repositoryOf(row.params),
    state: row.state,
    waitsFor: row.state === 'waiting' ? waitsFor(row, now) : null,
    attempts: row.attempts,
    runAt: isoTime(row.run_at),
    progress: progress && { ...progress, step: progress.step ?? null },
    result: parse(row.result),
    error: parse(row.error),
    cancelling: row.state === 'running' && row.cancel_requested_at !== null,
    author: row.author_id === null ? null : row.author_name,
    createdAt: isoTime(row.created_at),
    startedAt: isoTime(row.started_at),
    endedAt: isoTime(row.ended_at),
  };
}

/** What it waited for may have come about since it was written. */
function waitsFor({ waits_for, run_at }: JobRow, now: Date): string {
  return run_at > now.getTime() ? (waits_for ?? 'start-time') : 'turn';
}

/** Kinds that are about one image name it so in their params. */
function repositoryOf(params: string): string | null {
  const { repository, name } = JSON.parse(params) as { repository?: unknown; name?: unknown };
  const found = [repository, name].find((text) => typeof text === 'string' && text.includes('/'));
  return typeof found === 'string' ? found : null;
}

function parse<T>(text: string | null): T | null {
  return text === null ? null : (JSON.parse(text) as T);
}
