import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ColorMode, type Language, openBrowser, openWindow, type Window } from '../support/browser.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { sampleChart, sampleImage, sampleIndex } from './sample-image.ts';
import { enter, expectAccessible, settled } from './steps.ts';
import { words } from './words.ts';

const pages = [
  '/overview',
  '/organizations',
  '/organizations/acme',
  '/organizations/acme?tab=users',
  '/organizations/acme?tab=resource-tags',
  '/organizations/empty',
  '/images',
  '/images?organization=empty',
  '/images?q=nothing-of-this-name',
  '/upload',
  '/images/acme/team/web',
  '/images/acme/team/web?tab=description',
  '/images/acme/team/web?tab=client',
  '/images/acme/team/web?tab=resource-tags',
  '/images/acme/team/web/-/tags/v1',
  '/images/acme/team/web/-/tags/v1?tab=config',
  '/images/acme/team/web/-/tags/v1?tab=annotations',
  '/images/acme/team/web/-/tags/v1?tab=raw',
  '/images/acme/team/web/-/tags/multi',
  '/images/acme/chart/-/tags/1.2.0',
  '/images/acme/not-there',
  '/login-commands',
  '/tasks',
  '/users',
  '/profile',
  '/no-such-page',
];

/** Dialogs and menus, which no address opens. */
const openings: [what: string, address: string, open: (page: Page) => Promise<void>][] = [
  ['creating an organization', '/organizations?dialog=create', async () => undefined],
  ['the menu of a row', '/organizations', async (page) => page.locator('tbody .row-menu').first().click()],
  [
    'deleting an organization',
    '/organizations/empty',
    async (page) => {
      await page.locator('.page-actions .row-menu').click();
      await page.getByRole('menuitem').last().click();
    },
  ],
  ['adding users', '/organizations/acme?tab=users', async (page) => page.locator('.toolbar .ant-btn-primary').click()],
  [
    'changing the visibility',
    '/images/acme/team/web',
    async (page) => page.locator('.page-actions button').first().click(),
  ],
  [
    'a long-term login command',
    '/images',
    async (page) => {
      await page.keyboard.press('c');
      await page.locator('[role=dialog] .ant-tabs-tab-btn').nth(1).click();
      await page.locator('.long-term').waitFor();
    },
  ],
  ['the command palette', '/images', async (page) => page.keyboard.press('Control+k')],
  ['the list of shortcuts', '/images', async (page) => page.keyboard.press('?')],
];

const looks: [ColorMode, Language][] = [
  ['light', 'zh-CN'],
  ['dark', 'en-US'],
];

describe.each(looks)('every page is accessible, in %s', (colorMode, language) => {
  let scene: Scene;
  let browser: Browser;
  let window: Window;

  beforeAll(async () => {
    [scene, browser] = await Promise.all([openScene({ organizations: ['acme', 'empty'] }), openBrowser()]);
    const registry = await scene.registryFor('acme/team/web', 'acme/chart');
    await registry.pushImage('acme/team/web', 'v1', sampleImage('accessible'));
    await registry.pushIndex('acme/team/web', 'multi', sampleIndex('accessible', ['linux/amd64', 'linux/arm64/v8']));
    await registry.pushImage('acme/chart', '1.2.0', sampleChart());
    const mei = await scene.console.createUser('mei', 'one two three four');
    await scene.console.createUser('lars', 'one two three four');
    await scene.console.grant('acme', mei, 'edit');
    window = await openWindow(browser, { url: scene.server.url, language, colorMode });
    await enter(window.page, words[language], { user: adminName, password: adminPassword });
  });
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
  });

  it.each(pages)('%s', async (address) => {
    const { page } = window;
    await page.goto(address);
    await page.locator('main h1, main h2').first().waitFor();
    await settled(page);
    await expectAccessible(page);
  });

  it.each(openings)('%s', async (_, address, open) => {
    const { page } = window;
    await page.goto(address);
    await page.locator('main h1').first().waitFor();
    await settled(page);
    await open(page);
    await page.locator('[role="dialog"], [role="menu"]').first().waitFor();
    await settled(page);
    await expectAccessible(page);
  });

  it('nothing was written to the console', () => {
    expect(window.complaints).toEqual([]);
  });
});
