import type { Log } from '@wharf/registry';
import { type JobContext, type JobKind, type JobProgress, JobRefused } from './job-kind.ts';
import { type JobRow, lostLeases } from './lease.ts';
import type { JobError, Outcome } from './settle-job.ts';
import { pauseAfter, type Timing } from './timing.ts';

/** Why work was told to end before it was done. */
export type Interruption = 'cancelled' | 'lease-lost' | 'stopping';

/** One attempt under way in this process. */
export class Attempt {
  readonly row: JobRow;
  renewedAt: number;
  readonly #kind: JobKind;
  readonly #controller = new AbortController();
  #interruption: Interruption | undefined;
  #progress: JobProgress | undefined;
  #unwritten = false;

  /** @param row as it was before this attempt took it */
  constructor(row: JobRow, kind: JobKind, now: Date) {
    this.row = row;
    this.#kind = kind;
    this.renewedAt = now.getTime();
  }

  get interruption(): Interruption | undefined {
    return this.#interruption;
  }

  get progressUnwritten(): boolean {
    return this.#unwritten;
  }

  /** What to write down; from then on it counts as written. */
  takeProgress(): JobProgress | undefined {
    if (!this.#unwritten) return undefined;
    this.#unwritten = false;
    return this.#progress;
  }

  /** The first reason stands. */
  interrupt(reason: Interruption): void {
    if (this.#interruption) return;
    this.#interruption = reason;
    this.#controller.abort(new Error(`the job was interrupted: ${reason}`));
  }

  /** Works, and says how it came out; undefined when that is another process's to say. */
  async run(log: Log, now: () => Date, timing: Timing): Promise<Outcome | undefined> {
    const { row } = this;
    // Whoever was to see the request has died.
    if (row.cancel_requested_at !== null) return { state: 'cancelled' };
    if (row.attempts >= this.#kind.maxAttempts + lostLeases) {
      const message = `its process ended ${row.attempts} times while it ran`;
      return { state: 'failed', error: { code: 'process-lost', message } };
    }
    try {
      const result = await this.#kind.run(this.#context(log), parseParams(this.#kind, row.params));
      return this.#interruption === 'lease-lost' ? undefined : { state: 'succeeded', result };
    } catch (error) {
      return this.#failure(error, log, now, timing);
    }
  }

  #context(log: Log): JobContext {
    const { id, kind, author_id, author_name, attempts } = this.row;
    const facts = { job: id, kind };
    return {
      id,
      signal: this.#controller.signal,
      attempt: attempts + 1,
      progress: (progress) => {
        this.#progress = progress;
        this.#unwritten = true;
      },
      author: { id: author_id, name: author_name },
      log: {
        info: (more, message) => log.info({ ...facts, ...more }, message),
        warn: (more, message) => log.warn({ ...facts, ...more }, message),
        error: (more, message) => log.error({ ...facts, ...more }, message),
      },
    };
  }

  #failure(error: unknown, log: Log, now: () => Date, timing: Timing): Outcome | undefined {
    const { id, kind, attempts } = this.row;
    switch (this.#interruption) {
      case 'lease-lost':
        return undefined;
      case 'cancelled':
        return { state: 'cancelled' };
      case 'stopping':
        return { state: 'waiting', waitsFor: 'restart', attempts };
    }
    const attempt = attempts + 1;
    const last = error instanceof JobRefused || attempt >= this.#kind.maxAttempts;
    log.error({ job: id, kind, attempt, last, err: error }, 'a job failed');
    if (last) return { state: 'failed', error: shownError(error) };
    const runAt = now().getTime() + pauseAfter(attempt, timing, Math.random());
    return { state: 'waiting', waitsFor: 'retry', error: shownError(error), runAt };
  }
}

function parseParams(kind: JobKind, text: string): unknown {
  try {
    return kind.params.parse(JSON.parse(text));
  } catch (error) {
    throw new JobRefused('params', `the job's parameters do not fit this version of the server: ${String(error)}`);
  }
}

/** What is unforeseen may name paths and addresses of the server: that is for its log only. */
function shownError(error: unknown): JobError {
  if (error instanceof JobRefused) return { code: error.code, message: error.message };
  return { code: 'internal', message: "something unforeseen happened; the server's log names it beside the job's id" };
}
