import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Keeps the end of what a process said, for the message when it fails. */
class Sayings {
  #text = '';

  add(chunk: Buffer): void {
    this.#text = (this.#text + chunk.toString()).slice(-4000);
  }

  get text(): string {
    return this.#text;
  }
}

export interface Started {
  pid: number;
  /** What `ready` found. */
  found: string;
  stop(): Promise<void>;
}

/**
 * Starts a server and waits until `ready` finds what it looks for in what the server has said so far.
 * @throws Error with the server's last words when it ends before
 */
export async function start(
  command: string,
  args: string[],
  env: Record<string, string>,
  ready: (said: string) => Promise<string | undefined> | string | undefined,
): Promise<Started> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  const sayings = new Sayings();
  child.stdout.on('data', (chunk) => sayings.add(chunk));
  child.stderr.on('data', (chunk) => sayings.add(chunk));
  const ended = once(child, 'exit');
  const deadline = Date.now() + 30_000;
  for (;;) {
    const found = await ready(sayings.text);
    if (found !== undefined) return { pid: child.pid ?? 0, found, stop: () => stop(child, ended) };
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${command} ${args.join(' ')} did not start:\n${sayings.text}`);
    }
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 50))]);
  }
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(kill);
}
