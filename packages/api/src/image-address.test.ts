import { expect, test } from 'vitest';
import { imageAddressText, parseImageAddress } from './image-address.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const place = { organization: 'acme', repository: 'shop/web' };

test.each([
  ['acme/shop/web:1.0', { ...place, tag: '1.0', digest: undefined, platform: undefined }],
  ['acme/shop/web:1.0@linux/arm64/v8', { ...place, tag: '1.0', digest: undefined, platform: 'linux/arm64/v8' }],
  [`acme/shop/web@${digest}`, { ...place, tag: undefined, digest, platform: undefined }],
  [`acme/shop/web@${digest}@linux/amd64`, { ...place, tag: undefined, digest, platform: 'linux/amd64' }],
  [`acme/shop/web:1.0@${digest}`, { ...place, tag: '1.0', digest: undefined, platform: digest }],
])('%s names an image, and is what it is written as', (text, address) => {
  expect(parseImageAddress(text)).toEqual(address);
  expect(imageAddressText(address)).toBe(text);
});

test('without a tag, the latest is meant', () => {
  expect(parseImageAddress('acme/web')).toMatchObject({ tag: 'latest', digest: undefined });
});

test.each([
  '',
  'acme',
  'acme/web:',
  'acme/web:a b',
  'acme/../web',
  `acme/web@${digest}x`,
  'acme/web@linux/a/b/c',
  'acme/web@a/b@c/d',
])('%j names none', (text) => expect(parseImageAddress(text)).toBeUndefined());
