import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ObjectWriter, StorageFull } from '../ports/storage.ts';
import { ProgressHash } from './progress-hash.ts';
import { BodyCutOff, receive } from './receive.ts';

/** Keeps what is written, takes its time, and notices calls that overlap. */
function slowWriter(room = Number.POSITIVE_INFINITY) {
  const kept: Uint8Array[] = [];
  let writing = false;
  const writer: ObjectWriter = {
    get size() {
      return kept.reduce((sum, chunk) => sum + chunk.byteLength, 0);
    },
    async write(chunks) {
      expect(writing).toBe(false);
      writing = true;
      await new Promise((resolve) => setImmediate(resolve));
      writing = false;
      const length = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
      if (writer.size + length > room) throw new StorageFull();
      kept.push(...chunks.map((chunk) => Uint8Array.from(chunk)));
    },
    async sync() {},
    async close() {},
  };
  return { writer, bytes: () => Buffer.concat(kept) };
}

const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

describe('receive', () => {
  test('any cutting of the body gives its bytes and their digest', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 20 }), async (chunks) => {
        const { writer, bytes } = slowWriter();
        const hash = ProgressHash.empty();
        await receive(Readable.from(chunks.filter((chunk) => chunk.byteLength > 0)), writer, hash);
        const whole = Buffer.concat(chunks);
        expect(bytes().equals(whole)).toBe(true);
        expect(hash.bytes).toBe(whole.byteLength);
        expect(hash.digest('sha256')).toBe(sha256(whole));
      }),
    );
  });

  test('a body of many batches is written one batch after the other', async () => {
    const { writer, bytes } = slowWriter();
    const hash = ProgressHash.empty();
    const whole = Buffer.alloc(5 * 1024 * 1024 + 7, 'wharf');
    const chunks = Array.from({ length: 81 }, (_, at) => whole.subarray(at * 65_536, (at + 1) * 65_536));
    await receive(Readable.from(chunks), writer, hash);
    expect(bytes().equals(whole)).toBe(true);
    expect(hash.digest('sha256')).toBe(sha256(whole));
  });

  test('a body that is cut off keeps what came', async () => {
    const { writer, bytes } = slowWriter();
    const hash = ProgressHash.empty();
    const body = Readable.from(
      (async function* () {
        yield Buffer.from('came ');
        yield Buffer.from('through');
        throw new Error('aborted');
      })(),
    );
    await expect(receive(body, writer, hash)).rejects.toBeInstanceOf(BodyCutOff);
    expect(bytes().toString()).toBe('came through');
    expect(hash.digest('sha256')).toBe(sha256(Buffer.from('came through')));
  });

  test('a full store ends it', async () => {
    const { writer } = slowWriter(10);
    const body = Readable.from([Buffer.from('more than ten bytes')]);
    await expect(receive(body, writer, ProgressHash.empty())).rejects.toBeInstanceOf(StorageFull);
  });
});

test('a claimed sha512 runs beside sha256 and goes on growing after it was asked', () => {
  const claimed = `sha512:${'0'.repeat(128)}` as never;
  const hash = ProgressHash.empty(claimed);
  hash.update(Buffer.from('a'));
  expect(hash.digest('sha256')).toBe(sha256(Buffer.from('a')));
  hash.update(Buffer.from('b'));
  expect(hash.digest('sha512')).toBe(`sha512:${createHash('sha512').update('ab').digest('hex')}`);
  expect(ProgressHash.empty().digest('sha512')).toBeUndefined();
});
