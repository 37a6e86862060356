import type { Log } from '@wharf/registry';

export interface JobProgress {
  done: number;
  /** Null while nobody knows. */
  total: number | null;
  unit: 'bytes' | 'items';
  /** What it does just now: a word in kebab-case, which the console translates. */
  step?: string;
}

export interface JobAuthor {
  /** Null for the server itself. */
  id: string | null;
  name: string;
}

/** One attempt, as seen by the work. */
export interface JobContext {
  id: string;
  /** Aborted when somebody cancels the job, when another process took it over, and when the server stops. */
  signal: AbortSignal;
  /** From 1. An attempt that its process did not survive counts. */
  attempt: number;
  /** Cheap, and as often as one likes: it is written once a second at most. */
  progress(progress: JobProgress): void;
  author: JobAuthor;
  log: Log;
}

export interface JobKind<P = unknown> {
  /** In kebab-case. */
  kind: string;
  /** A zod schema. Params that it does not take fail the job for good. */
  params: { parse(value: unknown): P };
  /** How often it is tried when `run` throws, with a growing pause between. */
  maxAttempts: number;
  /** How many of this kind run at once on one node; 1 unless told. */
  concurrency?: number;
  /**
   * May be run again after any crash, also while an earlier attempt still ends: it has to be repeatable. When the signal
   * aborts it throws soon (`signal.throwIfAborted()` between steps); what it returns all the same counts as done.
   * @returns what it gave, as JSON for the job's viewers
   * @throws JobRefused when no other attempt can help
   */
  run(context: JobContext, params: P): Promise<Record<string, unknown> | undefined>;
}

/** A failure that no other attempt can mend. Both texts are shown to whoever sees the job. */
export class JobRefused extends Error {
  override name = 'JobRefused';
  readonly code: string;

  /** @param code a word in kebab-case, which the console translates */
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
