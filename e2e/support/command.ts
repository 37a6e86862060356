import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

export interface Outcome {
  code: number;
  /** Standard output and error as they came. */
  output: string;
  stdout: string;
}

/** Real clients with a home, a storage and a runtime folder of their own. */
export interface Workplace {
  readonly folder: string;
  path(...parts: string[]): string;
  /** Runs a tool to its end; rejects with its words unless it succeeds. */
  run(tool: string, args: string[], input?: string): Promise<Outcome>;
  /** The same for runs that are expected to fail. */
  attempt(tool: string, args: string[], input?: string): Promise<Outcome>;
  /** `podman` and `buildah` with private storage. */
  podman(...args: string[]): Promise<Outcome>;
  buildah(...args: string[]): Promise<Outcome>;
  skopeo(...args: string[]): Promise<Outcome>;
  /** Starts a tool that runs until `close`. */
  launch(tool: string, args: string[]): ChildProcess;
  close(): Promise<void>;
}

export async function createWorkplace(): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'wharf-clients-'));
  const path = (...parts: string[]) => join(folder, ...parts);
  await Promise.all(['home', 'run', 'tmp'].map((name) => mkdir(path(name), { mode: 0o700 })));
  await writeFile(path('home', 'auth.json'), '{}', { mode: 0o600 });
  const env = {
    PATH: folders.join(':'),
    HOME: path('home'),
    TMPDIR: path('tmp'),
    XDG_RUNTIME_DIR: path('run'),
    REGISTRY_AUTH_FILE: path('home', 'auth.json'),
    STORAGE_DRIVER: 'vfs',
    BUILDAH_ISOLATION: 'chroot',
    LANG: 'C.UTF-8',
  };
  const launched: ChildProcess[] = [];
  const storage = ['--root', path('storage'), '--runroot', path('run', 'storage')];

  function attempt(tool: string, args: string[], input = ''): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const child = spawn(locate(tool), args, { env, cwd: folder });
      let output = '';
      let stdout = '';
      child.stdout.on('data', (data: Buffer) => {
        stdout += data;
        output += data;
      });
      child.stderr.on('data', (data: Buffer) => {
        output += data;
      });
      child.on('error', reject);
      child.on('close', (code, signal) => resolve({ code: code ?? (signal ? 128 : 1), output, stdout }));
      child.stdin.on('error', () => {
        // A tool that ends without reading its input is judged by its exit code.
      });
      child.stdin.end(input);
    });
  }
  async function run(tool: string, args: string[], input?: string): Promise<Outcome> {
    const outcome = await attempt(tool, args, input);
    if (outcome.code !== 0) {
      throw new Error(`${tool} ${args.join(' ')} ended with ${outcome.code}:\n${outcome.output.slice(-4000)}`);
    }
    return outcome;
  }

  return {
    folder,
    path,
    run,
    attempt,
    podman: (...args) => run('podman', [...storage, '--cgroup-manager=cgroupfs', '--events-backend=none', ...args]),
    buildah: (...args) => run('buildah', [...storage, ...args]),
    skopeo: (...args) => run('skopeo', args),
    launch: (tool, args) => {
      const child = spawn(locate(tool), args, { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
      launched.push(child);
      return child;
    },
    close: async () => {
      await Promise.all(launched.map(end));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The tool's file. A missing tool is an error, never a skipped test: what is not run is not proved. */
function locate(tool: string): string {
  const found = folders.map((folder) => join(folder, tool)).find((file) => existsSync(file));
  if (!found) throw new Error(`${tool} is not installed: these tests need it (see CONTRIBUTING.md)`);
  return found;
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
