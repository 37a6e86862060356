import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { buildProgram } from './testing/built-program.ts';

interface Running {
  child: ChildProcess;
  output(): string;
  /** Resolves to the exit code. */
  ended: Promise<number | null>;
}

describe('the program', { timeout: 60_000 }, () => {
  let program: Awaited<ReturnType<typeof buildProgram>>;
  let folder: string;
  let started: Running[];
  beforeAll(async () => {
    program = await buildProgram();
  });
  afterAll(() => program.remove());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wharf-main-'));
    started = [];
  });
  afterEach(async () => {
    for (const { child, ended } of started) {
      child.kill('SIGTERM');
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  });

  function run(args: string[], env: Record<string, string> = {}): Running {
    const child = spawn(process.execPath, [program.file, ...args], {
      cwd: folder,
      env: { PATH: '', WHARF_PORT: '0', WHARF_DATA: folder, ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk;
      });
    }
    const ended = once(child, 'close').then(([code]) => code as number | null);
    const running = { child, output: () => output, ended };
    started.push(running);
    onTestFailed(() => {
      process.stderr.write(`the program with ${JSON.stringify(args)} said:\n${output}\n`);
    });
    return running;
  }

  /** The URL of the line that says it is ready. */
  async function ready(running: Running): Promise<string> {
    for (;;) {
      const url = /^Wharf is ready at (\S+)$/m.exec(running.output())?.[1];
      if (url) return url;
      if (running.child.exitCode !== null || running.child.signalCode !== null)
        throw new Error(`it ended: ${running.output()}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const login = async (url: string, password: string) => {
    const authorization = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`;
    return (await fetch(`${url}/token`, { headers: { authorization } })).status;
  };

  it('prints the password once, serves, drains on SIGTERM and SIGINT, and can be helped by its commands', async () => {
    const first = run([]);
    const url = await ready(first);
    const password = /Password: {2}(\S+)/.exec(first.output())?.[1] ?? '';
    expect(await login(url, password)).toBe(200);
    expect(await login(url, 'wrong')).toBe(401);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);

    const rotate = run(['rotate-keys']);
    expect(await rotate.ended).toBe(0);
    const reset = run(['reset-password', 'admin']);
    expect(await reset.ended).toBe(0);
    const next = /new password of admin: (\S+)/.exec(reset.output())?.[1] ?? '';

    const second = run([]);
    const again = await ready(second);
    expect(second.output()).not.toContain('Password');
    expect(await login(again, password)).toBe(401);
    expect(await login(again, next)).toBe(200);

    // Ctrl-C: what is under way is finished, nothing new is taken.
    const expecting = { 'Content-Length': '10', Expect: '100-continue' };
    const underWay = request(`${again}/token`, { method: 'POST', headers: expecting });
    const answered = once(underWay, 'response');
    underWay.flushHeaders();
    await once(underWay, 'continue');
    second.child.kill('SIGINT');
    while (!second.output().includes('finishes the requests')) await new Promise((resolve) => setTimeout(resolve, 5));
    await expect(fetch(`${again}/v2/`)).rejects.toThrow();
    underWay.end('grant_type');
    const [answer] = await answered;
    expect(answer.statusCode).toBe(400);
    expect(await second.ended).toBe(0);
  });

  it('with several processes says once that it is ready, outlives a dead one and ends with all of them', async () => {
    const server = run([], { WHARF_PROCESSES: '2', WHARF_ADMIN_PASSWORD: 'correct horse' });
    const url = await ready(server);
    expect(await login(url, 'correct horse')).toBe(200);
    const pids = [...server.output().matchAll(/"servedBy":(\d+)/g)].map((match) => Number(match[1]));
    expect(new Set(pids).size).toBe(2);
    process.kill(pids[0] ?? 0, 'SIGKILL');
    while (!server.output().includes('starting it again')) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await login(url, 'correct horse')).toBe(200);
    server.child.kill('SIGINT');
    expect(await server.ended).toBe(0);
    expect(server.output().match(/is ready at/g)).toHaveLength(1);
    await expect(fetch(`${url}/v2/`)).rejects.toThrow();
  });

  it('refuses a wrong configuration by name, value and what is allowed', async () => {
    const refused = run([], { WHARF_PORT: 'http', WHARF_PROT: '1' });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain('WHARF_PORT is "http": allowed is a whole number from 0 to 65535');
    expect(refused.output()).toContain('did you mean WHARF_PORT?');
  });

  it('says what to do when the port is taken', async () => {
    const holder = run([]);
    const { port } = new URL(await ready(holder));
    const refused = run([], { WHARF_PORT: port });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain('set WHARF_PORT to another port');
  });
});
