import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gridStep } from './grid-step.ts';

test.each([
  [0, 1],
  [3, 1],
  [9 * 2 ** 30, 5 * 2 ** 30],
  [700 * 2 ** 20, 200 * 2 ** 20],
  [3900 * 2 ** 20, 2 ** 30],
])('up to %d the lines stand %d apart', (top, step) => {
  expect(gridStep(top)).toBe(step);
});

test('there are never more than four steps, and never a useless few', () => {
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 2 ** 52 }), (top) => {
      const steps = Math.ceil(top / gridStep(top));
      expect(steps).toBeGreaterThanOrEqual(1);
      expect(steps).toBeLessThanOrEqual(4);
    }),
  );
});
