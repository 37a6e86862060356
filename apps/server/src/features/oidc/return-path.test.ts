import fc from 'fast-check';
import { expect, it } from 'vitest';
import { returnPath } from './return-path.ts';

it.each([
  ['/images/web/shop?sort=name', '/images/web/shop?sort=name'],
  ['https://elsewhere.example', '/overview'],
  ['//elsewhere.example/', '/overview'],
  ['/\\elsewhere.example/', '/overview'],
  ['/..//elsewhere.example', '/overview'],
  ['/\t/elsewhere.example', '/overview'],
  ['/sign-in?return=/sign-in', '/overview'],
  [undefined, '/overview'],
  [['/a', '/b'], '/overview'],
])('%s leads to %s', (asked, path) => expect(returnPath(asked)).toBe(path));

it('never leads to another server', () => {
  const pieces = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '@',
    ':',
    '?',
    '#',
    '%2f',
    '%5c',
    '\t',
    '\n',
    ' ',
    'evil.example',
    'http:',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
      expect(new URL(returnPath(parts.join('')), 'http://wharf.example').host).toBe('wharf.example');
    }),
  );
});
