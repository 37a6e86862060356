import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ColorMode, type Language, openBrowser, openWindow, type Window } from '../support/browser.ts';
import { registryAt } from '../support/registry.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { basic } from '../support/tokens.ts';
import { layeredImage } from './layered-image.ts';
import { sampleChart, sampleImage, sampleIndex } from './sample-image.ts';
import { button, enter, expectAccessible, settled } from './steps.ts';
import { words } from './words.ts';

const admin = { user: adminName, password: adminPassword };
const web = '/images/acme/team/web';
const files = '/images/acme/files/-/tags/1.0';

const pages = [
  '/overview',
  '/organizations',
  '/organizations?view=cards',
  '/organizations/acme',
  '/organizations/acme?tab=users',
  '/organizations/acme?tab=robots',
  '/organizations/acme?tab=recycle-bin',
  '/organizations/acme?tab=resource-tags',
  '/organizations/acme?tab=storage',
  '/organizations/acme?tab=audit',
  '/organizations/empty',
  '/images',
  '/images?tab=shared',
  '/images?organization=empty',
  '/images?q=nothing-of-this-name',
  '/upload',
  web,
  `${web}?tab=description`,
  `${web}?tab=client`,
  `${web}?tab=permissions`,
  `${web}?tab=sharing`,
  `${web}?tab=resource-tags`,
  `${web}?tab=storage`,
  `${web}/-/tags/v1`,
  `${web}/-/tags/v1?tab=config`,
  `${web}/-/tags/v1?tab=annotations`,
  `${web}/-/tags/v1?tab=raw`,
  `${web}/-/tags/multi`,
  '/images/acme/chart/-/tags/1.2.0',
  `${files}?tab=files`,
  `${files}?tab=files&layer=1`,
  `${files}?tab=files&file=etc/motd`,
  `${files}?tab=related`,
  '/compare?left=acme/files:1.0&right=acme/files:2.0',
  '/compare?left=acme/files:1.0&right=acme/files:2.0&tab=files',
  '/images/acme/not-there',
  '/login-commands',
  '/troubleshooting',
  '/troubleshooting?tab=text',
  '/troubleshooting?tab=checks',
  '/tasks',
  '/users',
  '/robots',
  '/accounts',
  '/accounts/main',
  '/storage',
  '/network',
  '/audit',
  '/profile',
];

const pageMenu = '.page-actions .row-menu';
const rowMenu = 'tbody .row-menu >> nth=0';
const primary = 'main .ant-btn-primary >> nth=0';
const item = (at: number) => `[role=menuitem] >> nth=${at}`;

/** Dialogs and menus, which no address opens: what is clicked on, in order, or the key that is pressed. */
const openings: [what: string, address: string, clicks: readonly string[] | string][] = [
  ['creating an organization', '/organizations?dialog=create', []],
  ['the menu of a row', '/organizations', [rowMenu]],
  ["changing an organization's visibility", '/organizations/empty', [pageMenu, item(0)]],
  ['deleting an organization', '/organizations/empty', [pageMenu, item(-1)]],
  ['adding users', '/organizations/acme?tab=users', [primary]],
  ['creating a robot', '/organizations/acme?tab=robots', [primary]],
  ['what was deleted together', '/organizations/acme?tab=recycle-bin', ['tbody a >> nth=0']],
  ["changing an image's visibility", web, ['.page-actions button >> nth=0']],
  ['setting a category', web, ['.page-actions button >> nth=1']],
  ['deleting an image', web, ['.page-actions button >> nth=2']],
  ['adding permissions on an image', `${web}?tab=permissions`, [primary]],
  ['sharing an image', `${web}?tab=sharing`, [primary]],
  ['adding a resource tag', `${web}?tab=resource-tags`, [primary]],
  ['the menu of a tag', web, [rowMenu]],
  ['the history of a tag', `${web}/-/tags/v1?history=v1`, []],
  ['creating a user', '/users', [primary]],
  // Nobody changes himself: the last row is of another user.
  ["changing a user's role", '/users', ['tbody .row-menu >> nth=-1', item(0)]],
  ['creating an account', '/accounts', [primary]],
  ["changing an account's quotas", '/accounts/main', [pageMenu, item(0)]],
  ['adding a rule for a network', '/network', [primary]],
  ['turning a second factor on', '/profile', ['main .ant-btn-primary >> nth=-1']],
  ['a refusal', '/troubleshooting', ['main .text-button >> nth=0']],
  ['the command palette', '/images', 'Control+k'],
  ['the list of shortcuts', '/images', '?'],
];

const looks: [ColorMode, Language][] = [
  ['light', 'zh-CN'],
  ['dark', 'en-US'],
];

describe('every page is accessible', () => {
  let scene: Scene;
  let browser: Browser;

  beforeAll(async () => {
    [scene, browser] = await Promise.all([openScene({ organizations: ['acme', 'empty'] }), openBrowser()]);
    const { console: api } = scene;
    const registry = await scene.registryFor('acme/team/web', 'acme/chart', 'acme/files');
    await registry.pushImage('acme/team/web', 'v1', sampleImage('accessible'));
    await registry.pushIndex('acme/team/web', 'multi', sampleIndex('accessible', ['linux/amd64', 'linux/arm64/v8']));
    await registry.pushImage('acme/chart', '1.2.0', sampleChart());
    const base = { createdBy: 'ADD rootfs.tar /', files: { 'etc/motd': 'hello\n', 'bin/sh': '→busybox' } };
    const next = { createdBy: 'RUN rm motd', files: { 'etc/.wh.motd': '', 'srv/app': 'app' } };
    await registry.pushImage('acme/files', '1.0', layeredImage([base]));
    await registry.pushImage('acme/files', '2.0', layeredImage([base, next]));
    await registry.pushImage('acme/files', 'gone', layeredImage([next]));
    const mei = await api.createUser('mei', 'one two three four');
    await api.createUser('lars', 'one two three four');
    await api.grant('acme', mei, 'edit');
    await api.createAccount('blue', { user: 'ada', password: 'one two three four' });
    await made('PUT', '/organizations/acme/repositories/team%2Fweb/shares', { accounts: ['blue'], expiresAt: null });
    await made('POST', '/organizations/acme/repositories/files/deletions', { tags: ['gone'] });
    // A refusal, for the list of them.
    const refused = await registryAt(scene.server.url, basic(admin)).call('POST', '/nowhere/app/blobs/uploads/');
    expect(refused.status).toBe(403);
    await made('POST', '/storage/measurements');
    await made('POST', '/storage/collections', { dryRun: true });
  });
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
  });

  async function made(method: string, path: string, body: object = {}): Promise<void> {
    const answer = await scene.console.request(method, path, body);
    expect(answer.status, `${method} ${path}: ${answer.body}`).toBeLessThan(300);
  }

  describe.each(looks)('in %s and %s', (colorMode, language) => {
    const say = words[language];
    let window: Window;
    let page: Page;

    beforeAll(async () => {
      window = await openWindow(browser, { url: scene.server.url, language, colorMode });
      page = window.page;
      await enter(page, say, admin);
    });
    afterAll(() => window?.context.close());

    async function open(address: string): Promise<void> {
      await page.goto(address);
      await page.locator('main h1, main h2').first().waitFor();
      await settled(page);
    }

    /** As by a link, without loading the console anew; by way of a page that is known when it is there. */
    async function walk(address: string): Promise<void> {
      const nowhere = page.getByRole('heading', { level: 1, name: say.noSuchPage });
      await follow('/no-such-page');
      await nowhere.waitFor();
      await follow(address);
      await nowhere.waitFor({ state: 'detached' });
      await page.locator('main h1, main h2').first().waitFor();
      await settled(page);
    }

    const follow = (address: string) =>
      page.evaluate(
        `history.pushState(null, '', ${JSON.stringify(address)}); dispatchEvent(new PopStateEvent('popstate'));`,
      );

    it('a page that is not there', async () => {
      await open('/no-such-page');
      await expectAccessible(page);
    });

    it.each(pages)('%s', async (address) => {
      await walk(address);
      await expectAccessible(page);
    });

    it.each(openings)('%s', async (_, address, clicks) => {
      await walk(address);
      if (typeof clicks === 'string') await page.keyboard.press(clicks);
      else for (const selector of clicks) await page.locator(selector).click();
      const what = clicks.at(-1) === rowMenu ? 'menu' : 'dialog';
      await page.getByRole(what).first().waitFor();
      await settled(page);
      await expectAccessible(page);
    });

    it('a long-term login command', async () => {
      await open('/images');
      await page.keyboard.press('c');
      await page.getByRole('dialog').getByRole('tab').nth(1).click();
      await page.locator('.long-term').waitFor();
      await settled(page);
      await expectAccessible(page);
    });

    it('nothing was written to the console', () => {
      expect(window.complaints).toEqual([]);
    });

    describe('when something fails', () => {
      const gone = (pattern: string) => page.route(pattern, (route) => route.fulfill({ status: 404 }));
      afterEach(() => page.unrouteAll());

      async function expectPage(title: string): Promise<void> {
        await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
        expect(await page.title()).toBe(`${title} · Wharf`);
        await expectAccessible(page);
      }

      it('tells on every page that the network is gone, and loads a page that failed once it is back', async () => {
        await open('/images');
        await page.route('**/assets/tasks-*.js', (route) => route.abort());
        await window.context.setOffline(true);
        await page.getByRole('status').filter({ hasText: say.offline }).waitFor();
        await page.locator('nav a[href="/tasks"]').click();
        await expectPage(say.offline);
        await page.unrouteAll();
        await window.context.setOffline(false);
        await page.locator('main tbody tr').first().waitFor();
        expect(await page.getByText(say.offline).count()).toBe(0);
      });

      it('asks to reload where the code of a page is of another version', async () => {
        await gone('**/assets/tasks-*.js');
        await page.goto('/tasks');
        await expectPage(say.newVersion);
        await page.unrouteAll();
        await button(page, say.reload).click();
        await page.locator('main tbody tr').first().waitFor();
      });

      it('shows no keys where the words of a page, or of the other language, are of another version', async () => {
        await gone('**/assets/locale-*-jobs-*.js');
        await page.goto('/tasks');
        await page.getByRole('heading', { level: 1, name: say.newVersion }).waitFor();
        await gone('**/assets/locale-*.js');
        await page.locator('header button[lang]').click();
        await page.getByRole('navigation').waitFor({ state: 'detached' });
        await expectPage(say.newVersion);
        await page.evaluate('localStorage.removeItem("wharf.language")');
      });

      it('leaves the navigation where a page fails', async () => {
        await page.route('**/api/jobs?*', (route) => route.fulfill({ json: { items: [null], next: null } }));
        await page.goto('/tasks');
        await expectPage(say.crashed);
        await page.getByRole('navigation').first().waitFor();
      });
    });
  });
});
