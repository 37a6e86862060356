import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ObjectNotFound } from '../ports/storage.ts';
import { bytesOf, eachWithStorage, mebibyte, type OpenedStorage, put } from './storage-fixture.ts';

/** What `read` promises. */
export function describeReading(open: () => Promise<OpenedStorage>): void {
  describe('reading', () => {
    const now = eachWithStorage(open);

    it.each([0, 1, 4096, 64 * 1024, 64 * 1024 + 1, mebibyte, mebibyte + 1, 5 * mebibyte + 7])(
      'gives %i bytes as they were written',
      async (size) => {
        const content = randomBytes(size);
        await put(now.storage, 'blobs/ab/one', content);
        expect((await bytesOf(now.storage.read('blobs/ab/one'))).equals(content)).toBe(true);
        if (size > 0) {
          const whole = await bytesOf(now.storage.read('blobs/ab/one', { start: 0, end: size - 1 }));
          expect(whole.equals(content)).toBe(true);
        }
      },
    );

    it.each([
      [0, 0],
      [0, 99],
      [1, mebibyte],
      [mebibyte - 1, mebibyte],
      [mebibyte, 2 * mebibyte - 1],
      [2 * mebibyte + 5, 3 * mebibyte - 1],
      [3 * mebibyte - 1, 3 * mebibyte - 1],
    ])('gives the bytes %i to %i, both included', async (start, end) => {
      const content = randomBytes(3 * mebibyte);
      await put(now.storage, 'a', content);
      const part = await bytesOf(now.storage.read('a', { start, end }));
      expect(part.equals(content.subarray(start, end + 1))).toBe(true);
    });

    it('gives what there is of a range that reaches past the end', async () => {
      await put(now.storage, 'a', Buffer.from('0123456789'));
      expect((await bytesOf(now.storage.read('a', { start: 7, end: 5000 }))).toString()).toBe('789');
      expect((await bytesOf(now.storage.read('a', { start: 10, end: 5000 }))).length).toBe(0);
    });

    it('says that an object is absent before the first chunk', async () => {
      await put(now.storage, 'folder/a', Buffer.from('a'));
      for (const key of ['nowhere', 'folder/b', 'other/folder/b', 'folder']) {
        await expect(bytesOf(now.storage.read(key)), key).rejects.toThrow(ObjectNotFound);
      }
    });

    it('keeps a chunk whole while its consumer is slow and many read at once', async () => {
      const contents = Array.from({ length: 24 }, (_, index) => Buffer.alloc(3 * mebibyte + index, index + 1));
      await Promise.all(contents.map((content, index) => put(now.storage, `many/${index}`, content)));
      const readSlowly = async (index: number): Promise<boolean> => {
        let seen = 0;
        for await (const chunk of now.storage.read(`many/${index}`)) {
          await new Promise((resolve) => setImmediate(resolve));
          if (!chunk.every((byte) => byte === index + 1)) return false;
          seen += chunk.length;
        }
        return seen === contents[index]?.length;
      };
      const twice = [...contents.keys(), ...contents.keys()];
      expect(await Promise.all(twice.map(readSlowly))).toEqual(twice.map(() => true));
    });

    it('releases everything when its consumer leaves, also by an error, and others read on unharmed', async () => {
      const content = Buffer.alloc(4 * mebibyte, 7);
      const other = Buffer.alloc(4 * mebibyte, 9);
      await put(now.storage, 'left', content);
      await put(now.storage, 'other', other);
      for (let round = 0; round < 40; round += 1) {
        for await (const _ of now.storage.read('left')) break;
        const failing = (async () => {
          for await (const _ of now.storage.read('left')) throw new Error('client gone');
        })();
        await expect(failing).rejects.toThrow('client gone');
        expect((await bytesOf(now.storage.read('other'))).equals(other)).toBe(true);
      }
      expect(await (now.opened.openHandles?.() ?? 0)).toBe(0);
    });

    it('opens nothing for a read that is never begun', async () => {
      await put(now.storage, 'a', Buffer.from('a'));
      now.storage.read('a');
      expect(await (now.opened.openHandles?.() ?? 0)).toBe(0);
    });
  });
}
