import { expect, test } from 'vitest';
import { readAccountNames } from './account-names.ts';

test('names are read however they are separated, each once', () => {
  expect(readAccountNames(' acme, blue\nred；acme，,\n green corp ')).toEqual(['acme', 'blue', 'red', 'green corp']);
  expect(readAccountNames(' \n, ')).toEqual([]);
});
