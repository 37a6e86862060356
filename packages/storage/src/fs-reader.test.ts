import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BufferPool } from './buffer-pool.ts';
import { FileReader } from './fs-reader.ts';

const content = Buffer.from(Array.from({ length: 400_000 }, (_, index) => (index * 31) % 251));
let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wharf-reader-'));
  path = join(folder, 'object');
  await writeFile(path, content);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const copies: Buffer[] = [];
  for await (const chunk of chunks) {
    copies.push(Buffer.from(chunk));
    await new Promise(setImmediate);
  }
  return Buffer.concat(copies);
}

it('gives each of many readers its own bytes, though the pool has a buffer for one of them only', async () => {
  const pool = new BufferPool(100_000, 1);
  const reader = new FileReader(pool);
  const ranges = [
    undefined,
    ...[0, 1, 99_999, 250_000].map((start) => ({ start, end: content.length - 1 - start / 2 })),
  ];
  const read = await Promise.all(ranges.map((range) => bytesOf(reader.read('object', path, range))));
  for (const [index, range] of ranges.entries()) {
    expect(read[index]?.equals(range ? content.subarray(range.start, range.end + 1) : content)).toBe(true);
  }
  expect(pool.empty).toBe(false);
});

it('gives its buffers back when the consumer leaves early, only after the read ahead has ended', async () => {
  const pool = new BufferPool(100_000, 2);
  const reader = new FileReader(pool);
  for await (const _ of reader.read('object', path, { start: 0, end: content.length - 1 })) {
    expect(pool.empty, 'a sole reader reads ahead').toBe(true);
    break;
  }
  const both = [pool.take(), pool.take()];
  expect(both.every(Boolean)).toBe(true);
});
