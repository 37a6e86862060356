import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { endRequests } from './end-signals.ts';
import { graceMs, type RunningServer, serve } from './serve.ts';
import { runWorkers, type WorkerOrder, type WorkerReport } from './workers.ts';

/** This process is the server. */
export async function serveAlone(config: Config, log: Logger): Promise<void> {
  const server = await serve(config, log, 0);
  tellReady(server.url);
  onEndRequest(() => server.stop());
}

/** This process starts, watches and ends those that serve. */
export function serveWithWorkers(config: Config, log: Logger): void {
  const workers = runWorkers(config.processes, log, tellReady, (exitCode) => {
    // It said why on standard error; starting it again would only say so again.
    workers.kill();
    process.exit(exitCode);
  });
  onEndRequest(
    () => workers.stop(),
    () => workers.kill(),
  );
}

/** This process serves under the orders of the first one. */
export async function serveAsWorker(config: Config, log: Logger): Promise<void> {
  let server: RunningServer | undefined;
  let ordered = false;
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    // Nothing has begun yet, and no order to begin will come any more.
    if (!ordered) process.exit(0);
    // An order to stop that comes while the server starts is followed when it has.
    if (server) server.stop().then(() => process.exit(0), exitWithFailure);
  };
  // Ctrl-C reaches every process of a terminal, and the first one passes its signals on as orders: one of both counts.
  process.on('SIGINT', () => {});
  // The first one hands connections out: it has to know before this one takes no more.
  process.on('SIGTERM', () => (process.connected ? report({ report: 'told-to-end' }) : stop()));
  // The first process died: nobody would end this one.
  process.on('disconnect', stop);
  const slot = await new Promise<number>((resolve) => {
    process.on('message', (said: WorkerOrder) => {
      if (said.order !== 'serve') return stop();
      ordered = true;
      resolve(said.slot);
    });
    report({ report: 'loaded' });
  });
  const started = await serve(config, log, slot);
  if (stopping) {
    await started.stop();
    process.exit(0);
  }
  server = started;
  report({ report: 'listening', url: server.url });
}

function report(said: WorkerReport): void {
  process.send?.(said);
}

function tellReady(url: string): void {
  process.stdout.write(`Wharf is ready at ${url}\n`);
}

/** The first request to end is followed gently, a later one at once. */
function onEndRequest(stop: () => Promise<void>, kill: () => void = () => {}): void {
  const next = endRequests();
  const handle = (signal: NodeJS.Signals) => {
    const request = next();
    if (request === 'same-request') return;
    if (request === 'at-once') {
      process.stderr.write('Wharf ends at once: what was under way is cut off.\n');
      kill();
      process.exit(signal === 'SIGINT' ? 130 : 143);
    }
    process.stderr.write(
      `Wharf finishes the requests under way, for up to ${graceMs / 1000} s; another signal a second or more from now ends it at once.\n`,
    );
    stop().then(() => process.exit(0), exitWithFailure);
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
}

function exitWithFailure(error: unknown): never {
  process.stderr.write(`Wharf could not end cleanly: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
