import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { mediaTypes } from '@wharf/oci';
import type { Served } from './served.ts';

const execute = promisify(execFile);

export interface WrkResult {
  requestsPerSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

/** Without it, docker-registry looks for a Docker manifest and finds none. */
export const manifestAccept = {
  Accept: `${mediaTypes.ociManifest}, ${mediaTypes.ociIndex}, ${mediaTypes.dockerManifest}`,
};

const milliseconds: Record<string, number> = { us: 0.001, ms: 1, s: 1000, m: 60_000 };

/** GETs one path again and again with `wrk`, whose cost is small beside the servers'. */
export async function wrk(
  { origin, headers }: Served,
  path: string,
  connections: number,
  seconds: number,
): Promise<WrkResult> {
  const more = Object.entries({ ...headers, ...manifestAccept }).flatMap(([name, value]) => [
    '-H',
    `${name}: ${value}`,
  ]);
  const args = ['-t', '1', '-c', String(connections), '-d', `${seconds}s`, '--latency', ...more, `${origin}${path}`];
  const { stdout } = await execute('wrk', args);
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`GET ${path} was not answered well:\n${stdout}`);
  const percentile = (part: number): number => {
    const [, value, unit = ''] = new RegExp(`^\\s*${part}%\\s+([\\d.]+)(\\w+)`, 'm').exec(stdout) ?? [];
    return Number(value) * (milliseconds[unit] ?? Number.NaN);
  };
  const requestsPerSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]);
  return { requestsPerSecond, p50: percentile(50), p99: percentile(99) };
}
