import { describe, expect, test } from 'vitest';
import { freeChunks } from './free-chunks.ts';

const bytes = 64 * 1024;

describe('freeChunks', () => {
  test('a chunk that is all of its memory is empty afterwards, also when it comes twice', () => {
    const chunks = [Buffer.allocUnsafeSlow(bytes), new Uint8Array(bytes)];
    freeChunks([...chunks, ...chunks]);
    expect(chunks.map((chunk) => chunk.byteLength)).toEqual([0, 0]);
  });

  test('what shares its memory, and what Node lends out of its pool, stays as it is', () => {
    const whole = Buffer.alloc(2 * bytes, 1);
    const chunks = [whole.subarray(0, bytes), whole.subarray(bytes), Buffer.from('small'), Buffer.alloc(0)];
    freeChunks(chunks);
    expect(chunks.map((chunk) => chunk.byteLength)).toEqual([bytes, bytes, 5, 0]);
    expect(whole.every((byte) => byte === 1)).toBe(true);
  });

  test('the memory is there again before any garbage is collected', () => {
    const before = process.memoryUsage().arrayBuffers;
    for (let round = 0; round < 64; round += 1) {
      const chunks = Array.from({ length: 16 }, () => Buffer.allocUnsafeSlow(bytes));
      freeChunks(chunks);
    }
    // 64 MiB went through; what another part of this process holds meanwhile is far less.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(128 * bytes);
  });
});
