import { beforeEach, describe, expect, it } from 'vitest';
import { eachWithStorage, keysOf, type OpenedStorage, put } from './storage-fixture.ts';

/** What `list` promises. */
export function describeListing(open: () => Promise<OpenedStorage>): void {
  describe('listing', () => {
    const now = eachWithStorage(open);

    const keys = ['a-b/x', 'a.b', 'a/b', 'a/b-', 'a0', 'b/0/1', 'b/00', 'b/a/1', 'b/a/2', 'b/a0', 'c'];

    beforeEach(async () => {
      for (const key of [...keys].reverse()) await put(now.storage, key, Buffer.from(key));
    });

    it('gives every object in key order with its size', async () => {
      const sorted = [...keys].sort();
      const listed: [string, number][] = [];
      for await (const { key, size } of now.storage.list('')) listed.push([key, size]);
      expect(listed).toEqual(sorted.map((key) => [key, key.length]));
    });

    it('gives exactly what begins with the prefix', async () => {
      for (const prefix of ['a', 'a/', 'a/b', 'b/', 'b/a', 'b/a/', 'b/a/2', 'c', 'c/', 'd', 'nowhere/at/all']) {
        expect(await keysOf(now.storage, prefix), prefix).toEqual(keys.filter((key) => key.startsWith(prefix)).sort());
      }
    });

    it('continues after any key, present or not', async () => {
      for (const after of [...keys, 'a/', 'b', 'b/a', 'b/a/', 'b/a/15', 'zz', '0']) {
        expect(await keysOf(now.storage, '', after), after).toEqual(keys.filter((key) => key > after).sort());
        const within = keys.filter((key) => key > after && key.startsWith('b/')).sort();
        expect(await keysOf(now.storage, 'b/', after), `b/ after ${after}`).toEqual(within);
      }
    });

    it('can be left early and survives removal under way', async () => {
      for await (const { key } of now.storage.list('')) {
        if (key.startsWith('b/')) break;
        await now.storage.remove(key);
      }
      expect(await keysOf(now.storage, '')).toEqual(keys.filter((key) => key >= 'b').sort());
    });
  });
}
