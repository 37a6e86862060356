import cluster, { type Worker } from 'node:cluster';
import type { Log } from '@wharf/registry';

/** What the first process says to the others. */
export type WorkerOrder = { order: 'serve'; slot: number } | { order: 'stop' };
/** What they say to it. An order sent before they listen for one would be lost, so they ask. */
export type WorkerReport = { report: 'loaded' } | { report: 'listening'; url: string } | { report: 'told-to-end' };

// libuv's pool of four threads would let four slow disk reads hold everything else up. A process can only size it before
// its first use of the pool, and loading this program is one: hence here, and in `npm start` for a single process.
const threads = '16';
const shortestPauseMs = 500;
const longestPauseMs = 30_000;
const steadyAfterMs = 60_000;

/**
 * Runs `count` processes that share one port, and starts those again that die.
 * @param ready called once, when all of them listen.
 * @returns `stop` resolves when all have drained; `failed` is called when one ends before it ever listened.
 */
export function runWorkers(
  count: number,
  log: Log,
  ready: (url: string) => void,
  failed: (exitCode: number) => void,
): { stop(): Promise<void>; kill(): void } {
  const workers = new Map<number, Worker>();
  const listening = new Set<number>();
  let stopping = false;
  let everReady = false;
  let allGone = () => {};

  function start(slot: number, pauseMs: number): void {
    const startedAt = Date.now();
    const worker = cluster.fork({ UV_THREADPOOL_SIZE: threads });
    workers.set(slot, worker);
    worker.on('message', (said: WorkerReport) => {
      if (said.report === 'loaded') return send(worker, stopping ? { order: 'stop' } : { order: 'serve', slot });
      if (said.report === 'told-to-end') return end(slot, worker);
      log.info({ slot, servedBy: worker.process.pid }, 'a process listens');
      listening.add(slot);
      if (listening.size < count || everReady) return;
      everReady = true;
      ready(said.url);
    });
    worker.on('exit', (code, signal) => {
      workers.delete(slot);
      listening.delete(slot);
      if (stopping) {
        if (workers.size === 0) allGone();
        return;
      }
      if (!everReady) {
        log.error({ slot, code, signal }, 'a process ended before the server was ready');
        return failed(code || 1);
      }
      const steady = Date.now() - startedAt >= steadyAfterMs;
      const pause = steady ? shortestPauseMs : Math.min(longestPauseMs, pauseMs * 2);
      log.error(
        { slot, pid: worker.process.pid, code, signal, againInMs: pause },
        'a process ended; starting it again',
      );
      setTimeout(() => {
        if (!stopping) start(slot, pause);
      }, pause);
    });
  }

  function end(slot: number, worker: Worker): void {
    send(worker, { order: 'stop' });
    // No connection is handed to it from here on, and with the last of them none is taken: one that came between the order
    // and what follows from it would be answered by nobody, and not be refused either, until the last request is over.
    // One that does not listen yet still needs this process to be able to.
    if (listening.has(slot)) worker.disconnect();
  }

  for (let slot = 0; slot < count; slot++) start(slot, shortestPauseMs);
  return {
    async stop() {
      stopping = true;
      if (workers.size === 0) return;
      await new Promise<void>((resolve) => {
        allGone = resolve;
        for (const [slot, worker] of workers) end(slot, worker);
      });
    },
    kill() {
      stopping = true;
      for (const worker of workers.values()) worker.process.kill('SIGKILL');
    },
  };
}

function send(worker: Worker, order: WorkerOrder): void {
  // A process that has just died is not told anything; its exit is handled where it is seen.
  if (worker.isConnected()) worker.send(order, () => {});
}
