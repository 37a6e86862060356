import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../apps/server/dist/main.js', import.meta.url));
const readyLine = /Wharf is ready at (https?:\/\/\S+)/;
const startLimit = 60_000;
const stopLimit = 30_000;

export const adminName = 'admin';
export const adminPassword = 'correct horse battery staple';

export interface ServerOptions {
  /** PostgreSQL; SQLite in the data folder without it. */
  databaseUrl?: string;
  /** More settings, by the names of the environment. */
  env?: Record<string, string>;
}

/** A built server in its own process, with a data folder of its own. */
export interface WharfServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly port: number;
  readonly folder: string;
  readonly pid: number;
  /** All that it wrote since the first start. */
  log(): string;
  running(): boolean;
  /** By the names of the environment: another node can share its database and folder. */
  settings(): Readonly<Record<string, string>>;
  /** SIGTERM; rejects when it does not end by itself or ends with an error. */
  stop(): Promise<void>;
  /** SIGKILL: no last word. */
  kill9(): Promise<void>;
  /** Starts again on the same folder and port; `env` replaces settings for good. */
  start(env?: Record<string, string>): Promise<void>;
  /** Ends it in any state and removes its folder. */
  close(): Promise<void>;
}

const living = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** Starts a server on a free port; call `close` in `afterAll`. */
export async function startServer(options: ServerOptions = {}): Promise<WharfServer> {
  if (!existsSync(entry)) throw new Error(`${entry} is missing: build the server first (npm run build)`);
  const folder = await mkdtemp(join(tmpdir(), 'wharf-e2e-'));
  const output: string[] = [];
  let settings: Record<string, string> = {
    // A clean environment: the server must not depend on what the tests were started with.
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: folder,
    NODE_ENV: 'test',
    WHARF_DATA: join(folder, 'data'),
    WHARF_PORT: '0',
    WHARF_ADMIN_USER: adminName,
    WHARF_ADMIN_PASSWORD: adminPassword,
    WHARF_ORGANIZATION_QUOTA: '1000',
    WHARF_TOKEN_MINUTES: '60',
    ...(options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {}),
    ...options.env,
  };
  let child: ChildProcess | undefined;
  let url = '';

  async function start(env: Record<string, string> = {}): Promise<void> {
    if (child) throw new Error('the server runs already');
    settings = { ...settings, ...env };
    const from = output.length;
    const started = spawn(process.execPath, [entry], { env: settings, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    living.add(started);
    url = await new Promise<string>((resolve, reject) => {
      const fail = (reason: string) =>
        reject(new Error(`the server ${reason}; it wrote:\n${output.slice(from).join('')}`));
      const timer = setTimeout(() => fail(`was not ready within ${startLimit} ms`), startLimit);
      const hear = (data: Buffer) => {
        output.push(data.toString());
        const found = readyLine.exec(output.slice(from).join(''));
        if (found?.[1]) {
          clearTimeout(timer);
          resolve(found[1].replace(/\/$/, ''));
        }
      };
      started.stdout?.on('data', hear);
      started.stderr?.on('data', hear);
      started.once('error', (error) => fail(`could not be started (${error.message})`));
      started.once('exit', (code, signal) => {
        living.delete(started);
        if (child === started) child = undefined;
        clearTimeout(timer);
        fail(`ended early with ${signal ?? code}`);
      });
    });
    settings = { ...settings, WHARF_PORT: new URL(url).port };
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const ending = child;
    if (!ending) return;
    const exited = new Promise<string | number>((resolve) => {
      ending.once('exit', (code, by) => resolve(by ?? code ?? 0));
    });
    ending.kill(signal);
    const timer = setTimeout(() => ending.kill('SIGKILL'), stopLimit);
    const outcome = await exited;
    clearTimeout(timer);
    if (signal === 'SIGTERM' && outcome !== 0) {
      throw new Error(`the server ended with ${outcome} after SIGTERM; it wrote:\n${output.slice(-40).join('')}`);
    }
  }

  await start().catch(async (error) => {
    await end('SIGKILL');
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  return {
    get url() {
      return url;
    },
    get host() {
      return new URL(url).host;
    },
    get port() {
      return Number(new URL(url).port);
    },
    get pid() {
      if (!child?.pid) throw new Error('the server does not run');
      return child.pid;
    },
    folder,
    log: () => output.join(''),
    running: () => child !== undefined,
    settings: () => settings,
    start,
    stop: () => end('SIGTERM'),
    kill9: () => end('SIGKILL'),
    close: async () => {
      await end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
      const leak = output.join('').match(/.*on garbage collection.*/)?.[0];
      if (leak) throw new Error(`the server left a file open: ${leak}`);
    },
  };
}
