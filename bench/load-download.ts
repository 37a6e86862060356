import { connect } from 'node:net';
import type { Job, Outcome } from './jobs.ts';

type Download = Extract<Job, { kind: 'download' }>;

/**
 * Counts the bytes of responses straight from the socket, into one buffer that is used again: Node's HTTP client would
 * cost more than the servers that are to be measured.
 */
export async function download(job: Download): Promise<Outcome> {
  const began = performance.now();
  const bytes = await Promise.all(Array.from({ length: job.clients }, () => client(job)));
  return {
    seconds: (performance.now() - began) / 1000,
    bytes: bytes.reduce((sum, count) => sum + count, 0),
    requests: job.clients * job.each,
  };
}

async function client(job: Download): Promise<number> {
  let bytes = 0;
  for (let count = 0; count < job.each; count += 1) bytes += await once(job);
  return bytes;
}

function once({ origin, headers, path }: Download): Promise<number> {
  const { hostname, port, host } = new URL(origin);
  const lines = Object.entries({ Host: host, Connection: 'close', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return new Promise((resolve, reject) => {
    let head = '';
    let wanted: number | undefined;
    let received = 0;
    const take = (count: number, buffer: Uint8Array): boolean => {
      if (wanted !== undefined) {
        received += count;
        return true;
      }
      head += Buffer.from(buffer.buffer, buffer.byteOffset, count).toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return true;
      received = head.length - end - 4;
      wanted = Number(/^content-length: (\d+)/im.exec(head.slice(0, end))?.[1]);
      if (!/^HTTP\/1.1 200 /.test(head)) socket.destroy(new Error(`GET ${path}: ${head.slice(0, 1000)}`));
      return true;
    };
    const onread = { buffer: Buffer.allocUnsafeSlow(256 * 1024), callback: take };
    const socket = connect({ host: hostname, port: Number(port), onread });
    socket.on('error', reject);
    socket.on('close', () =>
      received === wanted ? resolve(received) : reject(new Error(`GET ${path}: ${received} of ${wanted} bytes came`)),
    );
    socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  });
}
