import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseChunkRange, parseRange } from './range.ts';

test.each([
  [undefined, 10, undefined],
  ['bytes=0-3', 10, { start: 0, end: 3 }],
  ['bytes=4-', 10, { start: 4, end: 9 }],
  ['bytes=-3', 10, { start: 7, end: 9 }],
  ['bytes=-30', 10, { start: 0, end: 9 }],
  ['bytes=2-99', 10, { start: 2, end: 9 }],
  ['bytes=10-', 10, 'unsatisfiable'],
  ['bytes=-0', 10, 'unsatisfiable'],
  ['bytes=0-', 0, 'unsatisfiable'],
  ['bytes=5-2', 10, undefined],
  ['bytes=0-1,4-5', 10, undefined],
  ['items=0-1', 10, undefined],
  ['bytes=-', 10, undefined],
])('Range %s of %i bytes', (header, size, expected) => {
  expect(parseRange(header, size)).toEqual(expected);
});

test('a range that is given lies inside the content', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1 }), (first, last, size) => {
      const range = parseRange(`bytes=${first}-${last}`, size);
      if (range === undefined || range === 'unsatisfiable') return;
      expect(range.start).toBe(first);
      expect(range.end).toBe(Math.min(last, size - 1));
    }),
  );
});

test.each([
  [undefined, undefined],
  ['0-9', { start: 0, end: 9 }],
  ['bytes 5-9/10', { start: 5, end: 9 }],
  ['9-0', 'malformed'],
  ['-5', 'malformed'],
  ['a-b', 'malformed'],
  ['-1-5', 'malformed'],
])('Content-Range %s', (header, expected) => {
  expect(parseChunkRange(header)).toEqual(expected);
});
