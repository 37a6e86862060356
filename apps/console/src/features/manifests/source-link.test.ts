import { expect, test } from 'vitest';
import { sourceLink, webAddress } from './source-link.ts';

test.each([
  'javascript:alert(1)',
  ' JavaScript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'github.com/a/b',
  '',
])('%j is no link', (text) => {
  expect(webAddress(text)).toBeUndefined();
});

test('http and https are links', () => {
  expect(webAddress('https://example.com/a')).toBe('https://example.com/a');
  expect(webAddress('http://example.com')).toBe('http://example.com/');
});

test('the source comes before the home page, annotations before labels', () => {
  const source = 'org.opencontainers.image.source';
  const url = 'org.opencontainers.image.url';
  expect(sourceLink({ [url]: 'https://home.test/' }, { [source]: 'https://code.test/x' })).toBe('https://code.test/x');
  expect(sourceLink({ [source]: 'https://a.test/' }, { [source]: 'https://b.test/' })).toBe('https://a.test/');
  expect(sourceLink({ [source]: 'javascript:1' }, undefined)).toBeUndefined();
});
