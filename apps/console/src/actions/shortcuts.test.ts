import { expect, test } from 'vitest';
import { keyOf, matchShortcut } from './shortcuts.ts';

const event = (key: string, marks: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...marks,
});

test('keys are spelled as shortcuts spell them', () => {
  expect(keyOf(event('k', { ctrlKey: true }))).toBe('mod+k');
  expect(keyOf(event('K', { metaKey: true }))).toBe('mod+k');
  expect(keyOf(event('G'))).toBe('g');
  expect(keyOf(event('?'))).toBe('?');
  expect(keyOf(event('Control', { ctrlKey: true }))).toBeUndefined();
  expect(keyOf(event('o', { altKey: true }))).toBeUndefined();
});

test('the longest shortcut that the last keys spell wins', () => {
  const shortcuts = ['g o', 'o', '?', 'mod+k'];
  expect(matchShortcut(['g', 'o'], shortcuts)).toBe('g o');
  expect(matchShortcut(['x', 'o'], shortcuts)).toBe('o');
  expect(matchShortcut(['g', '?'], shortcuts)).toBe('?');
  expect(matchShortcut(['o', 'g'], shortcuts)).toBeUndefined();
});
