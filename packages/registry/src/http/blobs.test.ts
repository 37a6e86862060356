import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { type Digest, digestOf } from '@wharf/oci';
import { afterEach, expect, test } from 'vitest';
import type { Core } from '../core.ts';
import type { BlobRecord } from '../ports/metadata.ts';
import { createHandler } from './handler.ts';

const digest: Digest = digestOf('sha256', 'a'.repeat(64));
const path = `/v2/org/app/blobs/${digest}`;
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A registry of one blob, whose stored object gives `chunks`; counts the reads that were begun and released. */
async function serve({ size, chunks }: { size: number; chunks: () => AsyncIterable<Uint8Array> }) {
  const reads = { begun: 0, released: 0, errors: [] as string[] };
  const core = {
    access: { identify: () => ({ decide: () => ({ allowed: true }) }) },
    metadata: { findBlob: async (): Promise<BlobRecord> => ({ repositoryId: 'r', digest, size, storageKey: 'k' }) },
    storage: {
      async *read() {
        reads.begun += 1;
        try {
          yield* chunks();
        } finally {
          reads.released += 1;
        }
      },
    },
    activity: { sent: () => {} },
    log: { error: (_: object, message: string) => reads.errors.push(message) },
  } as unknown as Core;
  const server = createServer(
    createHandler(core, { originOf: () => ({ url: '', host: '' }), addressOf: () => '' }),
  ).listen(0, '127.0.0.1');
  closing.push(() => server.close().closeAllConnections());
  await new Promise((resolve) => server.once('listening', resolve));
  return { reads, port: (server.address() as AddressInfo).port };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function* endless() {
  for (;;) yield Buffer.alloc(1024 * 1024);
}

test('readers are released when the client goes, also those of answers that wait behind another one', async () => {
  const { reads, port } = await serve({ size: 2 ** 40, chunks: endless });
  const client = connect(port, '127.0.0.1');
  client.on('error', () => {});
  client.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(3));
  await until(() => reads.begun === 3);
  client.destroy();
  await until(() => reads.released === 3);
  expect(reads.errors).toEqual([]);
});

/** The status, and whether the body came whole. */
function get(port: number): Promise<{ status: number | undefined; whole: boolean }> {
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path }, (reply) => {
      reply.resume();
      reply.on('error', () => {});
      reply.on('close', () => resolve({ status: reply.statusCode, whole: reply.complete }));
    })
      .on('error', reject)
      .end();
  });
}

test('an object shorter than its blob is never sent as if it were whole', async () => {
  const short = await serve({
    size: 100,
    chunks: async function* () {
      yield Buffer.alloc(99);
    },
  });
  expect(await get(short.port)).toEqual({ status: 200, whole: false });
  expect(short.reads.errors).toEqual(['a stored object is shorter than its blob']);
  const empty = await serve({ size: 100, chunks: async function* () {} });
  expect(await get(empty.port)).toEqual({ status: 404, whole: true });
  expect(empty.reads.errors).toEqual(['a stored object is shorter than its blob']);
});
