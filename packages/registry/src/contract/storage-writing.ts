import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ObjectNotFound } from '../ports/storage.ts';
import { bytesOf, eachWithStorage, mebibyte, type OpenedStorage, put } from './storage-fixture.ts';

/** What `openWriter` and the writer promise. */
export function describeWriting(open: () => Promise<OpenedStorage>): void {
  describe('writing', () => {
    const now = eachWithStorage(open);

    it('appends the chunks of each call in order and counts them', async () => {
      const writer = await now.storage.openWriter('a/b', 0);
      expect(writer.size).toBe(0);
      await writer.write([Buffer.from('one '), Buffer.alloc(0), Buffer.from('two ')]);
      expect(writer.size).toBe(8);
      await writer.write([]);
      await writer.write([Buffer.from('three')]);
      expect(writer.size).toBe(13);
      await writer.sync();
      await writer.close();
      expect((await bytesOf(now.storage.read('a/b'))).toString()).toBe('one two three');
    });

    it('takes thousands of small chunks in one call', async () => {
      const chunks = Array.from({ length: 5000 }, (_, index) => Buffer.from(`${index},`));
      const writer = await now.storage.openWriter('a', 0);
      await writer.write(chunks);
      await writer.close();
      expect((await bytesOf(now.storage.read('a'))).equals(Buffer.concat(chunks))).toBe(true);
    });

    it('takes an object of many megabytes, written on after a sync', async () => {
      const chunk = randomBytes(4 * mebibyte);
      const hash = createHash('sha256');
      const writer = await now.storage.openWriter('large', 0);
      for (let count = 0; count < 20; count += 1) {
        await writer.write([chunk, chunk.subarray(count)]);
        hash.update(chunk).update(chunk.subarray(count));
        if (count === 15) await writer.sync();
      }
      await writer.sync();
      await writer.close();
      const read = createHash('sha256');
      for await (const part of now.storage.read('large')) read.update(part);
      expect(read.digest('hex')).toBe(hash.digest('hex'));
    });

    it('keeps no reference to the chunks once the write has ended', async () => {
      const chunk = Buffer.from('before');
      const writer = await now.storage.openWriter('a', 0);
      await writer.write([chunk]);
      chunk.write('after!');
      await writer.close();
      expect((await bytesOf(now.storage.read('a'))).toString()).toBe('before');
    });

    it('empties what was there when it begins at 0', async () => {
      await put(now.storage, 'a', Buffer.from('a long text'));
      await put(now.storage, 'a', Buffer.from('short'));
      expect((await bytesOf(now.storage.read('a'))).toString()).toBe('short');
    });

    it('continues at the end', async () => {
      await put(now.storage, 'a', Buffer.from('0123456789'));
      const writer = await now.storage.openWriter('a', 10);
      expect(writer.size).toBe(10);
      await writer.write([Buffer.from('abc')]);
      await writer.sync();
      await writer.close();
      expect((await bytesOf(now.storage.read('a'))).toString()).toBe('0123456789abc');
    });

    it('cuts off what lies after the place where it continues', async () => {
      await put(now.storage, 'a', Buffer.from('0123456789'));
      const writer = await now.storage.openWriter('a', 4);
      expect(writer.size).toBe(4);
      expect((await now.storage.stat('a'))?.size).toBe(4);
      await writer.write([Buffer.from('x')]);
      await writer.close();
      expect((await bytesOf(now.storage.read('a'))).toString()).toBe('0123x');
    });

    it('does not continue what is absent or shorter', async () => {
      await put(now.storage, 'a', Buffer.from('0123'));
      await expect(now.storage.openWriter('a', 5)).rejects.toThrow(ObjectNotFound);
      await expect(now.storage.openWriter('b', 1)).rejects.toThrow(ObjectNotFound);
      await expect(now.storage.openWriter('new/folder/b', 1)).rejects.toThrow(ObjectNotFound);
      expect((await bytesOf(now.storage.read('a'))).toString()).toBe('0123');
      expect(await now.storage.stat('b')).toBeUndefined();
      expect(await (now.opened.openHandles?.() ?? 0)).toBe(0);
    });

    it.each([-1, 1.5, Number.NaN])('refuses to begin at %d', async (at) => {
      await put(now.storage, 'a', Buffer.from('0123'));
      await expect(now.storage.openWriter('a', at)).rejects.toThrow(RangeError);
    });

    it('can be closed twice, keeps what was written, and takes nothing afterwards', async () => {
      const writer = await now.storage.openWriter('a', 0);
      await writer.write([Buffer.from('kept')]);
      await writer.close();
      await writer.close();
      await expect(writer.write([Buffer.from('more')])).rejects.toThrow();
      await expect(writer.sync()).rejects.toThrow();
      expect((await bytesOf(now.storage.read('a'))).toString()).toBe('kept');
      expect(await (now.opened.openHandles?.() ?? 0)).toBe(0);
    });

    it('serves many writers at once, in one folder and in new ones', async () => {
      const contents = Array.from({ length: 200 }, () => randomBytes(1 + Math.floor(Math.random() * 40_000)));
      const keyOf = (index: number) => `p/${index % 3}/${(index % 17).toString(16)}/${index}`;
      await Promise.all(contents.map((content, index) => put(now.storage, keyOf(index), content)));
      for (const [index, content] of contents.entries()) {
        expect((await bytesOf(now.storage.read(keyOf(index)))).equals(content)).toBe(true);
      }
      expect(await (now.opened.openHandles?.() ?? 0)).toBe(0);
    });

    it('shows what was written to another driver over the same objects', async () => {
      if (!now.opened.again) return expect(now.opened.openHandles).toBeUndefined();
      const content = randomBytes(2 * mebibyte);
      await put(now.storage, 'blobs/aa/x', content);
      const other = await now.opened.again();
      expect((await bytesOf(other.read('blobs/aa/x'))).equals(content)).toBe(true);
      const writer = await other.openWriter('blobs/aa/x', mebibyte);
      await writer.write([Buffer.from('end')]);
      await writer.sync();
      await writer.close();
      await other.close();
      expect((await now.storage.stat('blobs/aa/x'))?.size).toBe(mebibyte + 3);
    });
  });
}
