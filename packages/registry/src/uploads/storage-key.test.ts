import { expect, test } from 'vitest';
import { newStorageKey } from './storage-key.ts';

test('keys are all different, lie in one folder for a while, and spread over many', () => {
  const keys = Array.from({ length: 6400 }, newStorageKey);
  for (const key of keys) expect(key).toMatch(/^blobs\/[0-9a-f]{2}\/[0-9a-f]{32}$/);
  expect(new Set(keys).size).toBe(keys.length);
  const folders = keys.map((key) => key.slice(0, 8));
  const changes = folders.filter((folder, at) => at > 0 && folder !== folders[at - 1]).length;
  expect(changes).toBeLessThanOrEqual(100);
  expect(new Set(folders).size).toBeGreaterThan(30);
});
