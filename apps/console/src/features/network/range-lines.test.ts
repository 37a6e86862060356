import { expect, test } from 'vitest';
import { readRangeLines, writeRangeLines } from './range-lines.ts';

test('a line is a range and what it is', () => {
  const text = '  10.0.0.0/8\toffice, all floors \n\n203.0.113.7 # home\nfd00::/8 – lab\n';
  const lines = [
    { range: '10.0.0.0/8', description: 'office, all floors' },
    { range: '203.0.113.7', description: 'home' },
    { range: 'fd00::/8', description: 'lab' },
  ];
  expect(readRangeLines(text)).toEqual(lines);
  expect(readRangeLines(writeRangeLines(lines))).toEqual(lines);
  expect(readRangeLines(' \n')).toEqual([]);
});
