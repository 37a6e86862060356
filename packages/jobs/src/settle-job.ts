import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import type { JobProgress } from './job-kind.ts';

export type Outcome =
  | { state: 'succeeded'; result: Record<string, unknown> | undefined }
  | { state: 'failed'; error: JobError }
  | { state: 'cancelled' }
  /** Tried again at `runAt`. */
  | { state: 'waiting'; waitsFor: 'retry'; error: JobError; runAt: number }
  /** The server stops: this attempt does not count. */
  | { state: 'waiting'; waitsFor: 'restart'; attempts: number };

export interface JobError {
  code: string;
  message: string;
}

/** Writes down how an attempt came out, unless another process took the job over meanwhile. */
export async function settleJob(
  db: Kysely<Database>,
  { id, holder }: { id: string; holder: string },
  outcome: Outcome,
  progress: JobProgress | undefined,
  now: Date,
): Promise<void> {
  await db
    .updateTable('jobs')
    .set({
      leased_by: null,
      leased_until: null,
      ...(progress && { progress: JSON.stringify(progress) }),
      ...columnsOf(outcome, now.getTime()),
    })
    .where('id', '=', id)
    .where('leased_by', '=', holder)
    .where('state', '=', 'running')
    .execute();
}

function columnsOf(outcome: Outcome, at: number) {
  switch (outcome.state) {
    case 'succeeded':
      return { state: outcome.state, ended_at: at, result: JSON.stringify(outcome.result ?? {}), error: null };
    case 'failed':
      return { state: outcome.state, ended_at: at, error: JSON.stringify(outcome.error) };
    case 'cancelled':
      return { state: outcome.state, ended_at: at };
    case 'waiting':
      return outcome.waitsFor === 'retry'
        ? {
            state: outcome.state,
            waits_for: outcome.waitsFor,
            run_at: outcome.runAt,
            error: JSON.stringify(outcome.error),
          }
        : { state: outcome.state, waits_for: outcome.waitsFor, attempts: outcome.attempts };
  }
}
