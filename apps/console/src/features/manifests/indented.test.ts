import { expect, test } from 'vitest';
import { indented } from './indented.ts';

test('one line is indented', () => {
  expect(indented('{"a":[1]}')).toEqual({ text: '{\n  "a": [\n    1\n  ]\n}', changed: true, cut: false });
});

test('what its author laid out stays as it is', () => {
  const raw = '{\n   "a": 1\n}\n';
  expect(indented(raw)).toEqual({ text: raw, changed: false, cut: false });
});

test('what is no JSON stays, and what is too long is cut', () => {
  expect(indented('nonsense').text).toBe('nonsense');
  expect(indented('x'.repeat(300_000))).toMatchObject({ cut: true });
});
