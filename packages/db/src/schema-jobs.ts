import type { Generated } from 'kysely';

export type JobState = 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** Durable background work; `packages/jobs` is its only writer. */
export interface JobsTable {
  id: string;
  kind: string;
  /** JSON, of the kind's own shape. */
  params: string;
  /** Whose it is: null for the server's own. */
  account_id: string | null;
  organization_id: string | null;
  /** Not two unended jobs of the same kind and key. */
  unique_key: string | null;
  state: JobState;
  /** Why a waiting job waits: a word in kebab-case, or null. */
  waits_for: string | null;
  attempts: number;
  max_attempts: number;
  run_at: number;
  leased_by: string | null;
  leased_until: number | null;
  cancel_requested_at: number | null;
  /** JSON {done, total, unit, step}, or null. */
  progress: string | null;
  /** JSON: what it gave, or null. */
  result: string | null;
  /** JSON {code, message} of the last failed attempt, or null. */
  error: string | null;
  author_id: string | null;
  author_name: string;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
}

/** How far each follower of the outbox has come. */
export interface EventFollowersTable {
  name: string;
  last_event_id: string;
  /** Of one that works outside of a transaction: which process is at it, and until when. */
  leased_by: Generated<string | null>;
  leased_until: Generated<number | null>;
  /** Of its last try, when that failed. */
  error: Generated<string | null>;
  error_at: Generated<number | null>;
}
