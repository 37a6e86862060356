import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOut } from './segments.ts';

const sizes = fc.array(fc.nat({ max: 2 ** 40 }), { minLength: 1, maxLength: 300 });

test('segments fill the bar without a gap and keep the order of the sizes', () => {
  fc.assert(
    fc.property(sizes, (list) => {
      const segments = layOut(list, 1000, 6);
      expect(segments).toHaveLength(list.length);
      let end = 0;
      for (const segment of segments) {
        expect(segment.start).toBeCloseTo(end, 5);
        end = segment.start + segment.width;
      }
      expect(end).toBeCloseTo(1000, 5);
    }),
  );
});

test('the larger layer is never the narrower one, and none vanishes', () => {
  fc.assert(
    fc.property(sizes, (list) => {
      const segments = layOut(list, 1000, 6);
      const least = Math.min(6, 1000 / list.length);
      for (const [index, segment] of segments.entries()) {
        expect(segment.width).toBeGreaterThanOrEqual(least - 1e-9);
        const next = segments[index + 1];
        const size = list[index] ?? 0;
        const nextSize = list[index + 1] ?? 0;
        if (next && size > nextSize) expect(segment.width).toBeGreaterThanOrEqual(next.width);
      }
    }),
  );
});

test('no layers, no segments; empty layers share the bar', () => {
  expect(layOut([], 1000, 6)).toEqual([]);
  expect(layOut([0, 0], 1000, 6).map(({ width }) => width)).toEqual([500, 500]);
});
