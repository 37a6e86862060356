import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser's URL of the PostgreSQL of this test run; each test file creates a database of its own there. */
    postgresUrl: string;
  }
}

/** Debian puts the server's programs outside of PATH, by version. */
const installations = '/usr/lib/postgresql';
const readyTimeout = 30_000;

/** Who runs the server: PostgreSQL refuses to run as root. */
interface Identity {
  uid?: number;
  gid?: number;
}

/**
 * Becomes the program `$0`, beside a watcher that ends it when standard input does: also when the test run is killed.
 * SIGINT is PostgreSQL's fast shutdown: it does not wait for clients to leave.
 */
const endsWithItsParent = 'exec 3<&0; (read -r _ <&3; kill -INT $$) & exec "$0" "$@"';

/** Starts a PostgreSQL of its own for the test run; it listens on a socket in a temporary folder only. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const programs = await findPrograms();
  const identity = findIdentity();
  const folder = await mkdtemp(join(tmpdir(), 'wharf-postgres-'));
  if (identity.uid !== undefined && identity.gid !== undefined) await chown(folder, identity.uid, identity.gid);
  const cluster = join(folder, 'data');
  const initdb = ['-D', cluster, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  execFileSync(join(programs, 'initdb'), initdb, { ...identity, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });

  const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, 'max_connections=300'];
  const args = ['-D', cluster, ...settings.flatMap((setting) => ['-c', setting])];
  const server = spawn('/bin/sh', ['-c', endsWithItsParent, join(programs, 'postgres'), ...args], {
    ...identity,
    cwd: folder,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let log = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-10_000);
  });

  const stop = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      const exited = once(server, 'exit');
      server.stdin.end();
      await exited;
    }
    await rm(folder, { recursive: true, force: true });
  };

  for (const end = Date.now() + readyTimeout; !log.includes('ready to accept connections'); await pause(20)) {
    if (server.exitCode !== null || Date.now() > end) {
      await stop();
      throw new Error(`PostgreSQL did not start for the tests:\n${log}`);
    }
  }
  project.provide('postgresUrl', `postgresql://postgres@localhost/postgres?host=${folder}`);
  return stop;
}

async function findPrograms(): Promise<string> {
  const versions = await readdir(installations).catch(() => []);
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  if (newest) return join(installations, newest, 'bin');
  throw new Error(`The tests need PostgreSQL: nothing in ${installations}. On Debian: apt-get install postgresql`);
}

function findIdentity(): Identity {
  if (process.getuid?.() !== 0) return {};
  const id = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
