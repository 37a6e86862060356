import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { compose } from './compose.ts';
import type { Config } from './config.ts';
import { drainable } from './drain.ts';
import { welcomeText } from './first-start.ts';
import { endAfterUncaught } from './last-resort.ts';
import { usesTls } from './tls/tls.ts';

/** How long requests under way may take to finish when a process is asked to end. */
export const graceMs = 30_000;

export interface RunningServer {
  /** `http://127.0.0.1:8080` */
  url: string;
  /** Finishes the requests under way, writes what is pending and closes everything; again, it waits for the first time. */
  stop(): Promise<void>;
}

/**
 * Starts one process of the server.
 * @param slot which of this node's processes this is, from 0.
 * @throws Error when the address is taken or not this machine's
 */
export async function serve(config: Config, log: Logger, slot: number): Promise<RunningServer> {
  let url = '';
  const composition = await compose(config, log, slot, () => url);
  const { server, redirect, firstAdministrator } = composition;
  // At once, not when it listens: should that fail, the password would be lost.
  if (firstAdministrator) process.stdout.write(`${welcomeText(firstAdministrator)}\n`);
  const drains = [server, ...(redirect ? [redirect] : [])].map(drainable);
  server.listen(config.port, config.host);
  try {
    await once(server, 'listening');
    if (redirect) {
      redirect.listen(config.httpPort, config.host);
      await once(redirect, 'listening');
    }
  } catch (error) {
    await composition.close().catch((closing: unknown) => log.error({ err: closing }, 'could not close cleanly'));
    throw error;
  }
  url = urlOf(config.host, (server.address() as AddressInfo).port, usesTls(config) ? 'https' : 'http');
  async function drainAndClose(): Promise<void> {
    composition.stopStreams();
    await Promise.all(drains.map((drain) => drain(graceMs)));
    await composition.close();
  }
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= drainAndClose();
    return stopped;
  };
  endAfterUncaught(log, stop);
  return { url, stop };
}

/** An address that a browser on this machine can open. */
export function urlOf(host: string, port: number, scheme: 'http' | 'https'): string {
  if (host === '0.0.0.0' || host === '::') return `${scheme}://127.0.0.1:${port}`;
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
