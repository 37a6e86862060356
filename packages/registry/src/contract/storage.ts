import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { StorageFull } from '../ports/storage.ts';
import { bytesOf, eachWithStorage, keysOf, mebibyte, type OpenedStorage, put } from './storage-fixture.ts';
import { describeListing } from './storage-listing.ts';
import { describeReading } from './storage-reading.ts';
import { describeWriting } from './storage-writing.ts';

export { bytesOf, type OpenedStorage, put } from './storage-fixture.ts';

/** Proves that a driver keeps what `ports/storage.ts` promises. `open` gives a new, empty store each time. */
export function describeStorage(name: string, open: () => Promise<OpenedStorage>): void {
  describe(`storage: ${name}`, () => {
    describeReading(open);
    describeWriting(open);
    describeListing(open);
    describeObjects(open);
  });
}

function describeObjects(open: () => Promise<OpenedStorage>): void {
  describe('objects', () => {
    const now = eachWithStorage(open);

    it('tells size and time of an object, and undefined of what is none', async () => {
      const before = Date.now();
      await put(now.storage, 'blobs/aa/x', Buffer.alloc(1234));
      const facts = await now.storage.stat('blobs/aa/x');
      expect(facts?.size).toBe(1234);
      // File systems stamp with a coarse clock, some ticks behind.
      expect(facts?.modifiedAt.getTime()).toBeGreaterThan(before - 1000);
      expect(facts?.modifiedAt.getTime()).toBeLessThanOrEqual(Date.now());
      for (const key of ['blobs/aa/y', 'blobs/aa', 'blobs/aa/x/y', 'nowhere']) {
        expect(await now.storage.stat(key), key).toBeUndefined();
      }
    });

    it('removes an object, once or more often, and nothing beside it', async () => {
      await put(now.storage, 'a/b', Buffer.from('b'));
      await put(now.storage, 'a/bc', Buffer.from('bc'));
      await now.storage.remove('a/b');
      await now.storage.remove('a/b');
      await now.storage.remove('never/there');
      expect(await now.storage.stat('a/b')).toBeUndefined();
      expect(await keysOf(now.storage, '')).toEqual(['a/bc']);
      await put(now.storage, 'a/b', Buffer.from('again'));
      expect((await bytesOf(now.storage.read('a/b'))).toString()).toBe('again');
    });

    it('lets a read that began go on when its object is removed', async () => {
      const content = randomBytes(4 * mebibyte);
      await put(now.storage, 'a', content);
      const hash = createHash('sha256');
      for await (const chunk of now.storage.read('a')) {
        await now.storage.remove('a');
        hash.update(chunk);
      }
      expect(hash.digest('hex')).toBe(createHash('sha256').update(content).digest('hex'));
    });

    const wrongKeys = [
      '',
      '/',
      '/a',
      'a/',
      'a//b',
      '.',
      '..',
      '../a',
      'a/../../b',
      'a/.',
      'A',
      'a b',
      'a\0b',
      'a%2fb',
      'ü',
    ];

    it.each(wrongKeys)('takes %j for no key', async (key) => {
      await expect((async () => now.storage.stat(key))()).rejects.toThrow(TypeError);
      await expect((async () => bytesOf(now.storage.read(key)))()).rejects.toThrow(TypeError);
      await expect((async () => now.storage.openWriter(key, 0))()).rejects.toThrow(TypeError);
      await expect((async () => now.storage.remove(key))()).rejects.toThrow(TypeError);
    });

    it.each(['/', '../', '../a', 'a//', 'a/../b', './', 'A'])('takes %j for no prefix', async (prefix) => {
      await expect((async () => keysOf(now.storage, prefix))()).rejects.toThrow(TypeError);
    });
  });
}

/** Proves what a driver does on a full medium. `open` gives a store with room for at least 256 KiB and below 8 MiB. */
export function describeFullStorage(name: string, open: () => Promise<OpenedStorage>): void {
  it(`storage: ${name}: says that it is full, keeps what it said it has, and takes bytes again when there is room`, async () => {
    const { storage, openHandles, dispose } = await open();
    try {
      await put(storage, 'kept', Buffer.from('kept'));
      const writer = await storage.openWriter('blobs/large', 0);
      const chunk = randomBytes(128 * 1024);
      const fill = async () => {
        for (let count = 0; count < 64; count += 1) {
          await writer.write([chunk]);
          await writer.sync();
        }
      };
      await expect(fill()).rejects.toThrow(StorageFull);
      expect(writer.size % chunk.length).toBe(0);
      expect(writer.size).toBeGreaterThan(0);
      await writer.close();
      const held = await bytesOf(storage.read('blobs/large', { start: 0, end: writer.size - 1 }));
      expect(held.length).toBe(writer.size);
      expect(held.subarray(-chunk.length).equals(chunk)).toBe(true);
      expect(await (openHandles?.() ?? 0)).toBe(0);

      await storage.remove('blobs/large');
      await put(storage, 'blobs/small', chunk);
      expect((await bytesOf(storage.read('blobs/small'))).equals(chunk)).toBe(true);
      expect((await bytesOf(storage.read('kept'))).toString()).toBe('kept');
    } finally {
      await storage.close();
      await dispose();
    }
  });
}
