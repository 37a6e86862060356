import { expect, test } from 'vitest';
import { parseImagePath, paths } from './paths.ts';

test("an image's slashes stay, a tag stands behind its mark", () => {
  expect(paths.image('web', 'team/shop')).toBe('/images/web/team/shop');
  expect(paths.tag('web', 'team/shop', 'v1.0_rc')).toBe('/images/web/team/shop/-/tags/v1.0_rc');
});

test.each([
  ['shop', { repository: 'shop', tag: undefined }],
  ['team/shop', { repository: 'team/shop', tag: undefined }],
  ['team/shop/', { repository: 'team/shop', tag: undefined }],
  ['team/shop/-/tags/v1', { repository: 'team/shop', tag: 'v1' }],
  ['tags/-/tags/tags', { repository: 'tags', tag: 'tags' }],
  ['', undefined],
  ['shop/-/tags/', undefined],
])('%s', (splat, place) => {
  expect(parseImagePath(splat)).toEqual(place);
});
