import { expect, test } from 'vitest';
import { randomPassword } from './random-password.ts';

test('is twenty characters that nobody confuses, different each time', () => {
  const passwords = Array.from({ length: 200 }, randomPassword);
  for (const password of passwords) expect(password).toMatch(/^[a-km-zA-HJ-NP-Z2-9]{20}$/);
  expect(new Set(passwords).size).toBe(200);
});
