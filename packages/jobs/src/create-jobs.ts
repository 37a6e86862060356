import { newId, type WharfDatabase } from '@wharf/db';
import type { Log } from '@wharf/registry';
import { Attempt } from './attempt.ts';
import { removeEndedJobs } from './ended-jobs.ts';
import type { JobKind } from './job-kind.ts';
import { heldJobs, type JobRow, leaseJob, releaseLeases, renewLease } from './lease.ts';
import { type JobSchedule, keepSchedule } from './schedules.ts';
import { settleJob } from './settle-job.ts';
import { type Timing, usualTiming } from './timing.ts';

export interface Jobs {
  /** Call it when this process is sure to be the only one of its name: it takes over what an earlier life of it left. */
  start(): void;
  /** Interrupts what runs, which another process or life goes on with. */
  stop(): Promise<void>;
  /** Looks for work now instead of within a second. */
  wake(): void;
}

export interface JobsParts {
  database: WharfDatabase;
  // biome-ignore lint/suspicious/noExplicitAny: each kind reads its own params.
  kinds: readonly JobKind<any>[];
  schedules?: readonly JobSchedule[];
  /** The same in each life of this process, and nobody else's. */
  node: string;
  now(): Date;
  log: Log;
  timing?: Partial<Timing>;
}

const housekeepingMs = 60_000;
// However many short ones there are: those that run are looked after in between.
const begunAtOnce = 50;

/** Runs the jobs of the table `jobs` whose kinds it knows, beside any number of other processes that do so. */
export function createJobs({ database, kinds, schedules = [], node, now, log, ...parts }: JobsParts): Jobs {
  const timing = { ...usualTiming, ...parts.timing };
  const holder = `${node}:${newId()}`;
  const attempts = new Map<string, { attempt: Attempt; ended: Promise<void> }>();
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();
  let state: 'new' | 'idle' | 'busy' | 'stopped' = 'new';
  let wokenMeanwhile = false;
  let released = false;
  let keptAt = Number.NEGATIVE_INFINITY;

  async function takeTurn(): Promise<void> {
    state = 'busy';
    wokenMeanwhile = false;
    try {
      if (!released) await releaseLeases(database.db, node);
      released = true;
      await watch();
      // Before work begins: what a schedule no longer wants must not.
      await keepHouse().catch((error: unknown) => log.error({ err: error }, 'the schedules could not be looked after'));
      await fill();
    } catch (error) {
      log.error({ err: error }, 'the jobs could not be looked after; the next try follows');
    }
    if (isStopped()) return;
    state = 'idle';
    schedule(wokenMeanwhile ? 0 : timing.poll);
  }

  // Its value changes while a turn waits.
  const isStopped = () => state === 'stopped';

  function schedule(pause: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      turn = takeTurn();
    }, pause);
    timer.unref();
  }

  /** Hears of cancellations, and keeps the leases. */
  async function watch(): Promise<void> {
    if (attempts.size === 0) return;
    try {
      const held = await heldJobs(database.db, holder, [...attempts.keys()]);
      const at = now().getTime();
      for (const [id, { attempt }] of attempts) {
        const job = held.get(id);
        if (!job) attempt.interrupt('lease-lost');
        else if (job.cancelled) attempt.interrupt('cancelled');
        if (!job || (!attempt.progressUnwritten && at - attempt.renewedAt < timing.renew)) continue;
        await renewLease(database, holder, id, at + timing.lease, attempt.takeProgress());
        attempt.renewedAt = at;
      }
    } catch (error) {
      // Another process may have begun: two at once must not last.
      const lostBefore = now().getTime() - timing.lease;
      for (const { attempt } of attempts.values()) if (attempt.renewedAt < lostBefore) attempt.interrupt('lease-lost');
      throw error;
    }
  }

  async function keepHouse(): Promise<void> {
    const at = now();
    if (at.getTime() - keptAt < housekeepingMs) return;
    keptAt = at.getTime();
    for (const each of schedules) await keepSchedule(database.db, each, at);
    await removeEndedJobs(
      database.db,
      kinds.map(({ kind }) => kind),
      at,
    );
  }

  async function fill(): Promise<void> {
    for (let begun = 0; !isStopped(); begun += 1) {
      if (begun === begunAtOnce) {
        wokenMeanwhile = true;
        return;
      }
      const free = kinds.filter((kind) => runningOf(kind) < (kind.concurrency ?? 1));
      const at = now();
      const row = free.length > 0 ? await leaseJob(database, free, holder, at, timing.lease) : undefined;
      if (!row) return;
      const kind = kinds.find((each) => each.kind === row.kind);
      if (!kind) throw new Error(`leased a job of the unknown kind ${row.kind}`);
      begin(new Attempt(row, kind, at));
    }
  }

  function runningOf({ kind }: JobKind): number {
    return [...attempts.values()].filter(({ attempt }) => attempt.row.kind === kind).length;
  }

  function begin(attempt: Attempt): void {
    const ended = carryOut(attempt).finally(() => {
      attempts.delete(attempt.row.id);
      if (isScheduled(attempt.row)) keptAt = Number.NEGATIVE_INFINITY;
      wake();
    });
    attempts.set(attempt.row.id, { attempt, ended });
  }

  const isScheduled = (row: JobRow) => schedules.some(({ kind }) => kind === row.kind);

  async function carryOut(attempt: Attempt): Promise<void> {
    const { id, kind } = attempt.row;
    try {
      const outcome = await attempt.run(log, now, timing);
      if (outcome) await settleJob(database.db, { id, holder }, outcome, attempt.takeProgress(), now());
      else log.warn({ job: id, kind }, 'another process took a job over');
    } catch (error) {
      // Its lease runs out, and it is done again.
      log.error({ job: id, kind, err: error }, 'could not write down how a job ended');
    }
  }

  function wake(): void {
    if (state === 'busy') wokenMeanwhile = true;
    if (state === 'idle') schedule(0);
  }

  return {
    start() {
      if (state !== 'new') return;
      state = 'idle';
      schedule(0);
    },
    async stop() {
      state = 'stopped';
      clearTimeout(timer);
      await turn;
      const endings = [...attempts.values()].map(({ attempt, ended }) => {
        attempt.interrupt('stopping');
        return ended;
      });
      let deadline: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        deadline = setTimeout(resolve, timing.stop);
      });
      await Promise.race([Promise.all(endings), late]);
      clearTimeout(deadline);
    },
    wake,
  };
}
