import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pauseAfter, usualTiming } from './timing.ts';

test('the pause doubles, up to its bound, a fifth more or less', () => {
  const middle = [1, 2, 3, 9, 10, 11, 400].map((attempt) => pauseAfter(attempt, usualTiming, 0.5));
  expect(middle).toEqual([2_000, 4_000, 8_000, 512_000, 600_000, 600_000, 600_000]);
  expect([0, 1].map((chance) => pauseAfter(1, usualTiming, chance))).toEqual([1_600, 2_400]);
});

test('it never leaves its bounds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
      const pause = pauseAfter(attempt, usualTiming, chance);
      expect(pause).toBeGreaterThanOrEqual(1_600);
      expect(pause).toBeLessThanOrEqual(720_000);
    }),
  );
});
