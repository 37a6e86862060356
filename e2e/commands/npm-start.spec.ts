import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type ClientRequest, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { octets, registryAt } from '../support/registry.ts';
import { bearer } from '../support/tokens.ts';

const clone = fileURLToPath(new URL('../..', import.meta.url));

/** `npm start` in a process group of its own, as a terminal and most service managers run it. */
interface NpmStart {
  readonly npm: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves when it has written this, to what matched; rejects when it ended without. */
  written(what: RegExp): Promise<string[]>;
  /** npm's exit code; everything it started has closed its output by then. */
  readonly ended: Promise<number | null>;
}

describe('npm start', { timeout: 60_000 }, () => {
  let folder: string;
  let running: NpmStart[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wharf-npm-start-'));
    running = [];
  });
  afterEach(async () => {
    for (const { npm, ended } of running) {
      endGroup(npm);
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  });

  function npmStart(args: string[] = [], settings: Record<string, string> = {}): NpmStart {
    const env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      npm_config_update_notifier: 'false',
      npm_config_logs_max: '0',
      WHARF_DATA: folder,
      WHARF_PORT: '0',
      ...settings,
    };
    const command = ['start', ...(args.length > 0 ? ['--', ...args] : [])];
    const npm = spawn('npm', command, { cwd: clone, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const)
      npm[stream].setEncoding('utf8').on('data', (text: string) => {
        said[stream] += text;
        npm.emit('said');
      });
    let over = false;
    const ended = once(npm, 'close').then(([code]) => {
      over = true;
      npm.emit('said');
      return code as number | null;
    });
    onTestFailed(() => {
      process.stderr.write(`npm ${command.join(' ')} said:\n${said.stdout}\n${said.stderr}\n`);
    });
    const start: NpmStart = {
      npm,
      stdout: () => said.stdout,
      stderr: () => said.stderr,
      written: async (what) => {
        for (;;) {
          const found = what.exec(said.stdout) ?? what.exec(said.stderr);
          if (found) return found;
          if (over) throw new Error(`it ended without ${what}`);
          await once(npm, 'said');
        }
      },
      ended,
    };
    running.push(start);
    return start;
  }

  const readyAt = async (start: NpmStart) => (await start.written(/^Wharf is ready at (\S+)$/m))[1] ?? '';

  it.each([
    { by: 'Ctrl-C, which npm passes on once more', processes: '1', signal: sendToGroup('SIGINT') },
    { by: 'Ctrl-C in each of two processes', processes: '2', signal: sendToGroup('SIGINT') },
    { by: 'SIGTERM to npm alone', processes: '1', signal: (npm: ChildProcess) => npm.kill('SIGTERM') },
  ])('ended by $by, finishes an upload and exits with 0', async ({ processes, signal }) => {
    const start = npmStart([], { WHARF_PROCESSES: processes });
    const url = await readyAt(start);
    const passwords = start.stdout().match(/(?<=Password: {2})\S+/g);
    expect(passwords).toHaveLength(1);
    const login = { user: 'admin', password: passwords?.[0] ?? '' };
    const authorization = await bearer(url, ['repository:library/app:pull,push'], login);
    const location = await registryAt(url, authorization).openUpload('library/app');
    const upload = await begin(location, authorization, 'ten bytes.'.length);
    const answered = once(upload, 'response');

    signal(start.npm);
    await start.written(/finishes the requests under way/);
    await expect(fetch(`${url}/v2/`)).rejects.toThrow();
    upload.end('ten bytes.');
    const [answer] = await answered;
    expect(answer.statusCode).toBe(202);
    expect(answer.headers.range).toBe('0-9');
    expect(await start.ended).toBe(0);
    expect(start.stderr()).not.toContain('at once:');
  });

  it('answers --help and --print-config, and refuses a wrong value by name, value and what is allowed', async () => {
    const help = npmStart(['--help']);
    const printed = npmStart(['--print-config'], {
      WHARF_ADMIN_PASSWORD: 'hush-hush-hush',
      DATABASE_URL: 'postgres://wharf:hush-hush-hush@127.0.0.1/wharf',
    });
    const refused = npmStart([], { WHARF_PORT: '99999' });
    expect(await Promise.all([help.ended, printed.ended, refused.ended])).toEqual([0, 0, 1]);

    // What the starts before it installed and built is not done again.
    expect(help.stderr()).not.toMatch(/Installing|Building/);
    expect(help.stdout()).toMatch(
      /^ {2}WHARF_PORT .*\n.*\n.*Allowed: a whole number from 0 to 65535\. Default: 8080\.$/m,
    );
    const config = JSON.parse(printed.stdout().slice(printed.stdout().indexOf('\n{')));
    expect(config).toMatchObject({
      port: 0,
      adminPassword: 'redacted',
      databaseUrl: 'postgres://wharf:redacted@127.0.0.1/wharf',
    });
    expect(printed.stdout() + printed.stderr()).not.toContain('hush');
    expect(refused.stderr()).toContain('WHARF_PORT is "99999": allowed is a whole number from 0 to 65535');
  });
});

/** A PATCH whose head the server has taken, and which waits for its body. */
async function begin(location: string, authorization: string, length: number): Promise<ClientRequest> {
  const headers = { ...octets, authorization, 'Content-Length': length, Expect: '100-continue' };
  const upload = request(location, { method: 'PATCH', headers, agent: false });
  upload.flushHeaders();
  await once(upload, 'continue');
  return upload;
}

/** As a terminal does it: to npm and to everything it started. */
function sendToGroup(signal: NodeJS.Signals): (npm: ChildProcess) => void {
  return ({ pid }) => {
    if (pid !== undefined) process.kill(-pid, signal);
  };
}

function endGroup(npm: ChildProcess): void {
  try {
    sendToGroup('SIGKILL')(npm);
  } catch {
    // It has ended with all it started.
  }
}
