import type { ChangeNotice } from '@wharf/api';
import { expect, test } from 'vitest';
import { concerns } from './changes.ts';
import { apiKey } from './queries.ts';

const pushed: ChangeNotice = { type: 'ManifestPushed', organization: 'web', repository: 'web/team/shop' };
const shop = { params: { organization: 'web', repository: 'team/shop' } };

test('a push concerns the image, its lists and the overview', () => {
  expect(concerns(pushed, apiKey('listTags', shop))).toBe(true);
  expect(concerns(pushed, apiKey('getRepository', shop))).toBe(true);
  expect(concerns(pushed, apiKey('listRepositories', { query: { organization: 'web' } }))).toBe(true);
  expect(concerns(pushed, apiKey('getOverview'))).toBe(true);
  expect(concerns(pushed, apiKey('getOrganization', { params: { organization: 'web' } }))).toBe(true);
});

test('a push does not concern other images, other organizations, or what no push changes', () => {
  expect(concerns(pushed, apiKey('listTags', { params: { organization: 'web', repository: 'shop' } }))).toBe(false);
  expect(concerns(pushed, apiKey('getOrganization', { params: { organization: 'data' } }))).toBe(false);
  expect(concerns(pushed, apiKey('listUsers'))).toBe(false);
  expect(concerns(pushed, apiKey('getServer'))).toBe(false);
});

test('a notice about an organization concerns all of its images', () => {
  const changed: ChangeNotice = { type: 'GrantPut', organization: 'web', repository: null };
  expect(concerns(changed, apiKey('listTags', shop))).toBe(true);
  expect(concerns(changed, apiKey('listGrants', { params: { organization: 'web' } }))).toBe(true);
  expect(concerns(changed, apiKey('listGrants', { params: { organization: 'data' } }))).toBe(false);
});
