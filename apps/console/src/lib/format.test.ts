import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAgo, formatBytes, formatDay, formatTotal, shortDigest } from './format.ts';

test.each([
  [0, '0 B'],
  [1, '1 B'],
  [1023, '1,023 B'],
  [1024, '1 KiB'],
  [1536, '1.5 KiB'],
  [1_048_575, '1 MiB'],
  [12_345_678, '11.8 MiB'],
  [123_456_789, '118 MiB'],
  [1_099_511_627_776, '1 TiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes, 'en-US')).toBe(text);
});

test('a size is never written with a number of 1024 or more, nor by more than 1 % wrong', () => {
  const factors: Record<string, number> = {
    B: 1,
    KiB: 2 ** 10,
    MiB: 2 ** 20,
    GiB: 2 ** 30,
    TiB: 2 ** 40,
    PiB: 2 ** 50,
  };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 50 }), (bytes) => {
      const [number = '', unit = ''] = formatBytes(bytes, 'en-US').split(' ');
      const value = Number(number.replaceAll(',', ''));
      expect(value).toBeLessThan(1024);
      expect(Math.abs((value * (factors[unit] ?? 0)) / bytes - 1)).toBeLessThan(0.01);
    }),
  );
});

const now = new Date('2026-11-24T12:00:00Z');

test.each([
  ['2026-11-24T11:59:30Z', 'now'],
  ['2026-11-24T11:55:00Z', '5 minutes ago'],
  ['2026-11-24T10:01:00Z', '1 hour ago'],
  ['2026-11-24T17:59:59Z', 'in 6 hours'],
  ['2026-11-22T11:00:00Z', '2 days ago'],
  ['2024-11-01T12:00:00Z', '2 years ago'],
])('%s is %s', (time, text) => {
  expect(formatAgo(time, now, 'en-US')).toBe(text);
});

test('other languages have their own words', () => {
  expect(formatAgo('2026-11-24T11:55:00Z', now, 'zh-CN')).toBe('5分钟前');
  expect(formatDay('2026-11-24', 'zh-CN')).toBe('11月24日');
});

test('a day of the server stays that day in every time zone', () => {
  expect(formatDay('2026-11-24', 'en-US')).toBe('Nov 24');
});

test('a total above the limit says that there are more', () => {
  expect(formatTotal(10_000, false, 'en-US')).toBe('10,000+');
  expect(formatTotal(10_000, true, 'en-US')).toBe('10,000');
});

test('a short digest keeps its algorithm', () => {
  expect(shortDigest(`sha256:${'ab'.repeat(32)}`)).toBe('sha256:abababababab');
  expect(shortDigest(`sha512:${'cd'.repeat(64)}`)).toBe('sha512:cdcdcdcdcdcd');
});
