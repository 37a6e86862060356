import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SizedCache } from './sized-cache.ts';

test('what was used last stays, and what was not used for the longest time goes first', () => {
  const cache = new SizedCache<string>(10);
  cache.set('a', 'A', 4);
  cache.set('b', 'B', 4);
  expect(cache.get('a')).toBe('A');
  cache.set('c', 'C', 4);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['A', undefined, 'C']);
});

test('one that is too large alone drives out all others, and is kept until the next', () => {
  const cache = new SizedCache<string>(10);
  cache.set('a', 'A', 4);
  cache.set('large', 'L', 50);
  expect([cache.get('a'), cache.get('large')]).toEqual([undefined, 'L']);
  cache.set('b', 'B', 1);
  expect([cache.get('large'), cache.get('b')]).toEqual([undefined, 'B']);
});

test('never holds more than its limit, but for a single one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.integer({ min: 0, max: 12 }))),
      (sets) => {
        const cache = new SizedCache<number>(10);
        for (const [key, size] of sets) cache.set(key, size, size);
        const held = ['a', 'b', 'c', 'd', 'e'].flatMap((key) => cache.get(key) ?? []);
        expect(held.length <= 1 || held.reduce((sum, size) => sum + size, 0) <= 10).toBe(true);
        const last = sets.at(-1);
        if (last) expect(cache.get(last[0])).toBe(last[1]);
      },
    ),
  );
});
