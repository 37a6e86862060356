import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ObjectNotFound, type StorageDriver, StorageFull } from '../ports/storage.ts';

export interface OpenedStorage {
  storage: StorageDriver;
  /** A second driver over the same objects, as another process or a later life of this one has; absent for memory. */
  again?: () => Promise<StorageDriver>;
  /** Handles to objects that this process holds open now. */
  openHandles?: () => Promise<number>;
  /** Takes everything away; the drivers are closed already. */
  dispose: () => Promise<void>;
}

const mebibyte = 1024 * 1024;

export async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const copies: Buffer[] = [];
  for await (const chunk of chunks) copies.push(Buffer.from(chunk));
  return Buffer.concat(copies);
}

export async function put(storage: StorageDriver, key: string, content: Uint8Array): Promise<void> {
  const writer = await storage.openWriter(key, 0);
  await writer.write([content]);
  await writer.sync();
  await writer.close();
}

/** Proves that a driver keeps what `ports/storage.ts` promises. `open` gives a new, empty store each time. */
export function describeStorage(name: string, open: () => Promise<OpenedStorage>): void {
  describe(`storage: ${name}`, () => {
    let opened: OpenedStorage;
    let storage: StorageDriver;

    beforeEach(async () => {
      opened = await open();
      storage = opened.storage;
    });
    afterEach(async () => {
      await storage.close();
      await opened.dispose();
    });

    const keysOf = async (prefix: string, after?: string): Promise<string[]> => {
      const keys: string[] = [];
      for await (const { key } of storage.list(prefix, after)) keys.push(key);
      return keys;
    };

    describe('reading', () => {
      it.each([0, 1, 4096, 64 * 1024, 64 * 1024 + 1, mebibyte, mebibyte + 1, 5 * mebibyte + 7])(
        'gives %i bytes as they were written',
        async (size) => {
          const content = randomBytes(size);
          await put(storage, 'blobs/ab/one', content);
          expect((await bytesOf(storage.read('blobs/ab/one'))).equals(content)).toBe(true);
          if (size > 0) {
            const whole = await bytesOf(storage.read('blobs/ab/one', { start: 0, end: size - 1 }));
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
        await put(storage, 'a', content);
        const part = await bytesOf(storage.read('a', { start, end }));
        expect(part.equals(content.subarray(start, end + 1))).toBe(true);
      });

      it('gives what there is of a range that reaches past the end', async () => {
        await put(storage, 'a', Buffer.from('0123456789'));
        expect((await bytesOf(storage.read('a', { start: 7, end: 5000 }))).toString()).toBe('789');
        expect((await bytesOf(storage.read('a', { start: 10, end: 5000 }))).length).toBe(0);
      });

      it('says that an object is absent before the first chunk', async () => {
        await put(storage, 'folder/a', Buffer.from('a'));
        for (const key of ['nowhere', 'folder/b', 'other/folder/b', 'folder']) {
          await expect(bytesOf(storage.read(key)), key).rejects.toThrow(ObjectNotFound);
        }
      });

      it('keeps a chunk whole while its consumer is slow and many read at once', async () => {
        const contents = Array.from({ length: 24 }, (_, index) => Buffer.alloc(3 * mebibyte + index, index + 1));
        await Promise.all(contents.map((content, index) => put(storage, `many/${index}`, content)));
        const readSlowly = async (index: number): Promise<boolean> => {
          let seen = 0;
          for await (const chunk of storage.read(`many/${index}`)) {
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
        await put(storage, 'left', content);
        await put(storage, 'other', other);
        for (let round = 0; round < 40; round += 1) {
          for await (const _ of storage.read('left')) break;
          const failing = (async () => {
            for await (const _ of storage.read('left')) throw new Error('client gone');
          })();
          await expect(failing).rejects.toThrow('client gone');
          expect((await bytesOf(storage.read('other'))).equals(other)).toBe(true);
        }
        expect(await (opened.openHandles?.() ?? 0)).toBe(0);
      });

      it('opens nothing for a read that is never begun', async () => {
        await put(storage, 'a', Buffer.from('a'));
        storage.read('a');
        expect(await (opened.openHandles?.() ?? 0)).toBe(0);
      });
    });

    describe('writing', () => {
      it('appends the chunks of each call in order and counts them', async () => {
        const writer = await storage.openWriter('a/b', 0);
        expect(writer.size).toBe(0);
        await writer.write([Buffer.from('one '), Buffer.alloc(0), Buffer.from('two ')]);
        expect(writer.size).toBe(8);
        await writer.write([]);
        await writer.write([Buffer.from('three')]);
        expect(writer.size).toBe(13);
        await writer.sync();
        await writer.close();
        expect((await bytesOf(storage.read('a/b'))).toString()).toBe('one two three');
      });

      it('takes thousands of small chunks in one call', async () => {
        const chunks = Array.from({ length: 5000 }, (_, index) => Buffer.from(`${index},`));
        const writer = await storage.openWriter('a', 0);
        await writer.write(chunks);
        await writer.close();
        expect((await bytesOf(storage.read('a'))).equals(Buffer.concat(chunks))).toBe(true);
      });

      it('keeps no reference to the chunks once the write has ended', async () => {
        const chunk = Buffer.from('before');
        const writer = await storage.openWriter('a', 0);
        await writer.write([chunk]);
        chunk.write('after!');
        await writer.close();
        expect((await bytesOf(storage.read('a'))).toString()).toBe('before');
      });

      it('empties what was there when it begins at 0', async () => {
        await put(storage, 'a', Buffer.from('a long text'));
        await put(storage, 'a', Buffer.from('short'));
        expect((await bytesOf(storage.read('a'))).toString()).toBe('short');
      });

      it('continues at the end', async () => {
        await put(storage, 'a', Buffer.from('0123456789'));
        const writer = await storage.openWriter('a', 10);
        expect(writer.size).toBe(10);
        await writer.write([Buffer.from('abc')]);
        await writer.sync();
        await writer.close();
        expect((await bytesOf(storage.read('a'))).toString()).toBe('0123456789abc');
      });

      it('cuts off what lies after the place where it continues', async () => {
        await put(storage, 'a', Buffer.from('0123456789'));
        const writer = await storage.openWriter('a', 4);
        expect(writer.size).toBe(4);
        expect((await storage.stat('a'))?.size).toBe(4);
        await writer.write([Buffer.from('x')]);
        await writer.close();
        expect((await bytesOf(storage.read('a'))).toString()).toBe('0123x');
      });

      it('does not continue what is absent or shorter', async () => {
        await put(storage, 'a', Buffer.from('0123'));
        await expect(storage.openWriter('a', 5)).rejects.toThrow(ObjectNotFound);
        await expect(storage.openWriter('b', 1)).rejects.toThrow(ObjectNotFound);
        await expect(storage.openWriter('new/folder/b', 1)).rejects.toThrow(ObjectNotFound);
        expect((await bytesOf(storage.read('a'))).toString()).toBe('0123');
        expect(await storage.stat('b')).toBeUndefined();
        expect(await (opened.openHandles?.() ?? 0)).toBe(0);
      });

      it.each([-1, 1.5, Number.NaN])('refuses to begin at %d', async (at) => {
        await put(storage, 'a', Buffer.from('0123'));
        await expect(storage.openWriter('a', at)).rejects.toThrow(RangeError);
      });

      it('can be closed twice, keeps what was written, and takes nothing afterwards', async () => {
        const writer = await storage.openWriter('a', 0);
        await writer.write([Buffer.from('kept')]);
        await writer.close();
        await writer.close();
        await expect(writer.write([Buffer.from('more')])).rejects.toThrow();
        await expect(writer.sync()).rejects.toThrow();
        expect((await bytesOf(storage.read('a'))).toString()).toBe('kept');
        expect(await (opened.openHandles?.() ?? 0)).toBe(0);
      });

      it('serves many writers at once, in one folder and in new ones', async () => {
        const contents = Array.from({ length: 200 }, () => randomBytes(1 + Math.floor(Math.random() * 40_000)));
        const keyOf = (index: number) => `p/${index % 3}/${(index % 17).toString(16)}/${index}`;
        await Promise.all(contents.map((content, index) => put(storage, keyOf(index), content)));
        for (const [index, content] of contents.entries()) {
          expect((await bytesOf(storage.read(keyOf(index)))).equals(content)).toBe(true);
        }
        expect(await (opened.openHandles?.() ?? 0)).toBe(0);
      });

      it('shows what was written to another driver over the same objects', async () => {
        if (!opened.again) return expect(opened.openHandles).toBeUndefined();
        const content = randomBytes(2 * mebibyte);
        await put(storage, 'blobs/aa/x', content);
        const other = await opened.again();
        expect((await bytesOf(other.read('blobs/aa/x'))).equals(content)).toBe(true);
        const writer = await other.openWriter('blobs/aa/x', mebibyte);
        await writer.write([Buffer.from('end')]);
        await writer.sync();
        await writer.close();
        await other.close();
        expect((await storage.stat('blobs/aa/x'))?.size).toBe(mebibyte + 3);
      });
    });

    it('tells size and time of an object, and undefined of what is none', async () => {
      const before = Date.now();
      await put(storage, 'blobs/aa/x', Buffer.alloc(1234));
      const facts = await storage.stat('blobs/aa/x');
      expect(facts?.size).toBe(1234);
      // File systems stamp with a coarse clock, some ticks behind.
      expect(facts?.modifiedAt.getTime()).toBeGreaterThan(before - 1000);
      expect(facts?.modifiedAt.getTime()).toBeLessThanOrEqual(Date.now());
      for (const key of ['blobs/aa/y', 'blobs/aa', 'blobs/aa/x/y', 'nowhere']) {
        expect(await storage.stat(key), key).toBeUndefined();
      }
    });

    it('removes an object, once or more often, and nothing beside it', async () => {
      await put(storage, 'a/b', Buffer.from('b'));
      await put(storage, 'a/bc', Buffer.from('bc'));
      await storage.remove('a/b');
      await storage.remove('a/b');
      await storage.remove('never/there');
      expect(await storage.stat('a/b')).toBeUndefined();
      expect(await keysOf('')).toEqual(['a/bc']);
      await put(storage, 'a/b', Buffer.from('again'));
      expect((await bytesOf(storage.read('a/b'))).toString()).toBe('again');
    });

    it('lets a read that began go on when its object is removed', async () => {
      const content = randomBytes(4 * mebibyte);
      await put(storage, 'a', content);
      const hash = createHash('sha256');
      for await (const chunk of storage.read('a')) {
        await storage.remove('a');
        hash.update(chunk);
      }
      expect(hash.digest('hex')).toBe(createHash('sha256').update(content).digest('hex'));
    });

    describe('listing', () => {
      const keys = ['a-b/x', 'a.b', 'a/b', 'a/b-', 'a0', 'b/0/1', 'b/00', 'b/a/1', 'b/a/2', 'b/a0', 'c'];

      beforeEach(async () => {
        for (const key of [...keys].reverse()) await put(storage, key, Buffer.from(key));
      });

      it('gives every object in key order with its size', async () => {
        const sorted = [...keys].sort();
        const listed: [string, number][] = [];
        for await (const { key, size } of storage.list('')) listed.push([key, size]);
        expect(listed).toEqual(sorted.map((key) => [key, key.length]));
      });

      it('gives exactly what begins with the prefix', async () => {
        for (const prefix of ['a', 'a/', 'a/b', 'b/', 'b/a', 'b/a/', 'b/a/2', 'c', 'c/', 'd', 'nowhere/at/all']) {
          expect(await keysOf(prefix), prefix).toEqual(keys.filter((key) => key.startsWith(prefix)).sort());
        }
      });

      it('continues after any key, present or not', async () => {
        for (const after of [...keys, 'a/', 'b', 'b/a', 'b/a/', 'b/a/15', 'zz', '0']) {
          expect(await keysOf('', after), after).toEqual(keys.filter((key) => key > after).sort());
          const within = keys.filter((key) => key > after && key.startsWith('b/')).sort();
          expect(await keysOf('b/', after), `b/ after ${after}`).toEqual(within);
        }
      });

      it('can be left early and survives removal under way', async () => {
        for await (const { key } of storage.list('')) {
          if (key.startsWith('b/')) break;
          await storage.remove(key);
        }
        expect(await keysOf('')).toEqual(keys.filter((key) => key >= 'b').sort());
      });
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
      await expect((async () => storage.stat(key))()).rejects.toThrow(TypeError);
      await expect((async () => bytesOf(storage.read(key)))()).rejects.toThrow(TypeError);
      await expect((async () => storage.openWriter(key, 0))()).rejects.toThrow(TypeError);
      await expect((async () => storage.remove(key))()).rejects.toThrow(TypeError);
    });

    it.each(['/', '../', '../a', 'a//', 'a/../b', './', 'A'])('takes %j for no prefix', async (prefix) => {
      await expect((async () => keysOf(prefix))()).rejects.toThrow(TypeError);
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
