import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('nothing but node.ts imports from Node: a browser runs the rest', () => {
  const folder = new URL('.', import.meta.url);
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  expect(sources.length).toBeGreaterThan(10);
  const guilty = sources.filter((name) => /from 'node:/.test(readFileSync(new URL(name, folder), 'utf8')));
  expect(guilty).toEqual(['node.ts']);
});
