import { expect, it } from 'vitest';
import { isOwnOrganization } from './own-organization.ts';

it.each([
  ['somebody made', 'shop', 'manage', 'private', true],
  ['is public and somebody made', 'shop', 'manage', 'public', true],
  ['somebody was let into', 'shop', 'read', 'public', true],
  ['has an image that was granted', 'shop', null, 'private', true],
  ['everybody sees', 'shop', null, 'public', false],
  ['each server begins with', 'library', 'manage', 'public', false],
] as const)('what %s', (_, name, level, visibility, own) => {
  expect(isOwnOrganization({ name, level, visibility })).toBe(own);
});
