import { expect, test } from 'vitest';
import { preferredLanguage } from './i18n.ts';

test.each([
  ['zh-CN', ['en-US'], 'zh-CN'],
  [undefined, ['zh-TW', 'en'], 'zh-CN'],
  [undefined, ['de-DE', 'en-GB', 'zh'], 'en-US'],
  [undefined, ['de-DE', 'zh-Hans-CN', 'en'], 'zh-CN'],
  [undefined, ['de-DE'], 'en-US'],
  ['fr-FR', [], 'en-US'],
] as const)('chosen %s, browser %j: %s', (chosen, browser, language) => {
  expect(preferredLanguage(chosen, browser)).toBe(language);
});
