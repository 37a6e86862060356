import { expect, test } from 'vitest';
import { returnPath } from './return-path.ts';

test.each([
  ['/images/web/shop?sort=name', '/images/web/shop?sort=name'],
  [null, '/overview'],
  ['', '/overview'],
  ['https://elsewhere.example', '/overview'],
  ['//elsewhere.example/', '/overview'],
  ['/\\elsewhere.example/', '/overview'],
  ['/sign-in?return=/sign-in', '/overview'],
])('%s leads to %s', (asked, path) => {
  expect(returnPath(asked)).toBe(path);
});
