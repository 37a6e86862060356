import { expect, test } from 'vitest';
import { endOfDay, lastDay } from './last-day.ts';

test('a share holds through its last day and ends with it', () => {
  const end = endOfDay('2026-12-31');
  expect(end).toEqual(new Date(2027, 0, 1));
  expect(lastDay(end ?? '')).toBe('2026-12-31');
  expect(lastDay(new Date(2027, 0, 1, 0, 0, 0, 1))).toBe('2027-01-01');
});

test('half a day is none', () => {
  for (const text of ['', '2026-12', 'tomorrow']) expect(endOfDay(text)).toBeUndefined();
});
