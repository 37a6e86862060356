import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parallelGzip } from './parallel-gzip.ts';

async function gzip(chunks: Iterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  // One buffer for all chunks, as a storage driver reads.
  const shared = new Uint8Array(8 * 1024 * 1024);
  async function* source() {
    for (const chunk of chunks) {
      shared.set(chunk);
      yield shared.subarray(0, chunk.length);
    }
  }
  for await (const part of parallelGzip(source())) parts.push(part);
  return Buffer.concat(parts);
}

/** Half random, half repeating, so that matches reach over the blocks' edges. */
function sample(bytes: number): Buffer {
  const whole = Buffer.alloc(bytes, 'wharf and what lies at it; ');
  for (let at = 0; at < bytes; at += 97) whole[at] = (at * 2_654_435_761) >>> 24;
  return whole;
}

test.each([0, 1, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 5_000_000])('%d bytes come back', async (bytes) => {
  const whole = sample(bytes);
  const zipped = await gzip([whole]);
  expect(gunzipSync(zipped).equals(whole)).toBe(true);
});

test('however the bytes come, the gzip is the same single member', async () => {
  const whole = sample(2_500_000);
  const once = await gzip([whole]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: whole.length }), { maxLength: 6 }), async (cuts) => {
      const edges = [0, ...[...new Set(cuts)].sort((a, b) => a - b), whole.length];
      const zipped = await gzip(edges.slice(1).map((end, at) => whole.subarray(edges[at], end)));
      expect(zipped.equals(once)).toBe(true);
    }),
    { numRuns: 10 },
  );
  // A second member would begin with the magic bytes again right after the first one's trailer.
  const alone = new Response(new Blob([once]).stream().pipeThrough(new DecompressionStream('gzip')));
  expect((await alone.arrayBuffer()).byteLength).toBe(whole.length);
});

test('a source that fails fails the stream', async () => {
  const failing = (async function* () {
    yield sample(2_000_000);
    throw new Error('no more');
  })();
  await expect(async () => {
    for await (const _ of parallelGzip(failing)) {
      // To the end.
    }
  }).rejects.toThrow('no more');
});
