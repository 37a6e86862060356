import { expect, test } from 'vitest';
import { modeText } from './mode-text.ts';

test.each([
  ['file', 0o644, '-rw-r--r--'],
  ['directory', 0o1777, 'drwxrwxrwt'],
  ['directory', 0o1000, 'd--------T'],
  ['file', 0o4755, '-rwsr-xr-x'],
  ['file', 0o6400, '-r-S--S---'],
  ['symlink', 0o777, 'lrwxrwxrwx'],
] as const)('%s %o is %s', (type, mode, text) => {
  expect(modeText(type, mode)).toBe(text);
});
