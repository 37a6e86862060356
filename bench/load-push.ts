import { createHash, randomBytes } from 'node:crypto';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { Job, Outcome } from './jobs.ts';

type Upload = Extract<Job, { kind: 'upload' }>;
type SmallBlobs = Extract<Job, { kind: 'small-blobs' }>;
type Tags = Extract<Job, { kind: 'tags' }>;

const repository = 'bench/app';
const chunkBytes = 1024 * 1024;

interface Target {
  origin: string;
  headers: Record<string, string>;
}

/** As Docker pushes: POST, one PATCH with all bytes, PUT without any. Hashing is done before the clock runs. */
export async function upload(job: Upload): Promise<Outcome> {
  const base = randomBytes(job.bytes);
  const blobs = Array.from({ length: job.clients }, () => {
    const first = Buffer.from(base.subarray(0, chunkBytes));
    randomBytes(32).copy(first);
    const rest = base.subarray(chunkBytes);
    return { chunks: [first, ...chunksOf(rest)], digest: digestOf([first, rest]) };
  });
  const agent = new Agent({ keepAlive: true, maxSockets: job.clients });
  const began = performance.now();
  await Promise.all(
    blobs.map(async ({ chunks, digest }) => {
      const begun = await send(job, agent, 'POST', `/v2/${repository}/blobs/uploads/`, 202, []);
      const octets = { 'Content-Type': 'application/octet-stream', 'Content-Length': String(job.bytes) };
      const sent = await send(job, agent, 'PATCH', begun.location, 202, chunks, octets);
      await send(job, agent, 'PUT', withDigest(sent.location, digest), 201, []);
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  return { seconds, bytes: job.bytes * job.clients, requests: job.clients * 3 };
}

/** POST and PUT with the bytes, as most clients push what is small. */
export async function smallBlobs(job: SmallBlobs): Promise<Outcome> {
  const blobs = Array.from({ length: job.count }, () => randomBytes(job.bytes)).map((bytes) => ({
    bytes,
    digest: digestOf([bytes]),
  }));
  const seconds = await spread(job.clients, blobs, async ({ bytes, digest }, agent) => {
    const begun = await send(job, agent, 'POST', `/v2/${repository}/blobs/uploads/`, 202, []);
    const octets = { 'Content-Type': 'application/octet-stream', 'Content-Length': String(bytes.length) };
    await send(job, agent, 'PUT', withDigest(begun.location, digest), 201, [bytes], octets);
  });
  return { seconds, bytes: job.bytes * job.count, requests: job.count * 2 };
}

export async function tags(job: Tags): Promise<Outcome> {
  const manifest = Buffer.from(job.manifest);
  const headers = { 'Content-Type': job.mediaType, 'Content-Length': String(manifest.length) };
  const seconds = await spread(job.clients, job.tags, async (tag, agent) => {
    await send(job, agent, 'PUT', `/v2/${job.repository}/manifests/${tag}`, 201, [manifest], headers);
  });
  return { seconds, bytes: 0, requests: job.tags.length };
}

/** Gives the seconds that all items took over `clients` connections. */
async function spread<T>(clients: number, items: T[], each: (item: T, agent: Agent) => Promise<void>): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const rest = items.values();
  const began = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (const item of rest) await each(item, agent);
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  return seconds;
}

function send(
  { origin, headers }: Target,
  agent: Agent,
  method: string,
  path: string,
  expected: number,
  chunks: Uint8Array[],
  more: Record<string, string> = { 'Content-Length': '0' },
): Promise<IncomingHttpHeaders & { location: string }> {
  const url = new URL(path, origin);
  return new Promise((resolve, reject) => {
    const sending = request(url, { agent, method, headers: { ...headers, ...more } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => {
        if (answer.statusCode === expected) resolve({ location: '', ...answer.headers });
        else reject(new Error(`${method} ${url.pathname} was answered with ${answer.statusCode}: ${text}`));
      });
    });
    sending.on('error', reject);
    writeAll(chunks, sending);
  });
}

async function writeAll(chunks: Uint8Array[], sending: ReturnType<typeof request>): Promise<void> {
  let go = () => {};
  sending.on('drain', () => go());
  sending.on('close', () => go());
  for (const chunk of chunks) {
    if (sending.write(chunk)) continue;
    await new Promise<void>((resolve) => {
      go = resolve;
    });
    if (sending.destroyed) return;
  }
  sending.end();
}

function withDigest(location: string, digest: string): string {
  return `${location}${location.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest)}`;
}

function chunksOf(bytes: Buffer): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, index) =>
    bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  );
}

function digestOf(parts: Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return `sha256:${hash.digest('hex')}`;
}
