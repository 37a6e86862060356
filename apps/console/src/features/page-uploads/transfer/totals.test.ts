import { expect, test } from 'vitest';
import { Rate } from './totals.ts';

test('the rate is that of the last seconds', () => {
  const rate = new Rate(5000);
  expect(rate.value).toBe(0);
  for (let second = 0; second <= 10; second += 1) rate.add(second * 100, second * 1000);
  expect(rate.value).toBe(100);
  for (let second = 11; second <= 20; second += 1) rate.add(1000 + (second - 10) * 900, second * 1000);
  expect(rate.value).toBe(900);
});

test('a session that was lost does not make it negative', () => {
  const rate = new Rate();
  rate.add(5000, 0);
  rate.add(1000, 1000);
  rate.add(2000, 2000);
  expect(rate.value).toBe(1000);
});
