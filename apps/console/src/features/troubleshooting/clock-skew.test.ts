import { expect, it } from 'vitest';
import { clockSkew } from './clock-skew.ts';

it('counts only what the way there and back cannot explain', () => {
  expect(clockSkew(1000, 5000, 3000)).toBe(0);
  expect(clockSkew(100_000, 100_200, 40_000)).toBe(60);
  expect(clockSkew(100_000, 100_200, 160_200)).toBe(-60);
});
