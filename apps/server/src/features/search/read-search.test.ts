import { expect, test } from 'vitest';
import { readSearch } from './read-search.ts';

const hex = 'ab'.repeat(32);

test.each([
  ['web', { name: 'web', tag: { prefix: 'web', image: undefined }, digest: undefined }],
  ['Acme/Web', { name: 'acme/web', tag: undefined, digest: undefined }],
  ['web:1.2', { name: 'web', tag: { prefix: '1.2', image: 'web' }, digest: undefined }],
  ['web:', { name: 'web', tag: undefined, digest: undefined }],
  ['V1', { name: 'v1', tag: { prefix: 'V1', image: undefined }, digest: undefined }],
  ['registry.test:8080/acme/web:1', { name: 'acme/web', tag: { prefix: '1', image: 'acme/web' }, digest: undefined }],
  ['abcdef', { name: 'abcdef', tag: { prefix: 'abcdef', image: undefined }, digest: 'sha256:abcdef' }],
  ['abcde', { name: 'abcde', tag: { prefix: 'abcde', image: undefined }, digest: undefined }],
  [`sha256:${hex}`, { name: `sha256:${hex}`, tag: undefined, digest: `sha256:${hex}` }],
  [`acme/web@sha256:${hex}`, { name: `acme/web@sha256:${hex}`, tag: undefined, digest: `sha256:${hex}` }],
  [`${hex}00`, { name: `${hex}00`, tag: { prefix: `${hex}00`, image: undefined }, digest: undefined }],
  ['two words', { name: 'two words', tag: undefined, digest: undefined }],
])('%s', (text, terms) => {
  expect(readSearch(text, 'registry.test:8080')).toEqual(terms);
});
