import { connect } from 'node:net';
import type { Job, Outcome } from './jobs.ts';

type Requests = Extract<Job, { kind: 'requests' }>;

/** One request after the other on each connection, for what `wrk` cannot send: it waits for the body of a HEAD. */
export async function requests(job: Requests): Promise<Outcome> {
  const began = performance.now();
  const until = began + job.seconds * 1000;
  const times: number[] = [];
  await Promise.all(Array.from({ length: job.clients }, () => client(job, until, times)));
  const seconds = (performance.now() - began) / 1000;
  times.sort((one, other) => one - other);
  const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN;
  return { seconds, bytes: 0, requests: times.length, p50: at(0.5), p99: at(0.99) };
}

function client({ origin, headers, method, path }: Requests, until: number, times: number[]): Promise<void> {
  const { hostname, port, host } = new URL(origin);
  const lines = Object.entries({ Host: host, ...headers }).map(([name, value]) => `${name}: ${value}`);
  const request = Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let sentAt = performance.now();
    let held = '';
    const next = () => {
      sentAt = performance.now();
      held = '';
      socket.write(request);
    };
    socket.on('connect', next);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`${method} ${path}: the connection was closed`)));
    socket.on('data', (chunk: Buffer) => {
      held += chunk.toString('latin1');
      const end = held.indexOf('\r\n\r\n');
      if (end < 0) return;
      if (!held.startsWith('HTTP/1.1 200 ')) {
        socket.destroy(new Error(`${method} ${path}: ${held.slice(0, 1000)}`));
        return;
      }
      const length = method === 'HEAD' ? 0 : Number(/^content-length: (\d+)/im.exec(held.slice(0, end))?.[1]);
      if (held.length < end + 4 + length) return;
      const now = performance.now();
      times.push(now - sentAt);
      if (now < until) {
        next();
        return;
      }
      socket.removeAllListeners('close');
      socket.destroy();
      resolve();
    });
  });
}
