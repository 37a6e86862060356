import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openWindow, type Window } from '../support/browser.ts';
import { imageOf } from '../support/images.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { enter, expectAccessible, settled } from './steps.ts';
import { words } from './words.ts';

const say = {
  organizations: '组织',
  images: '镜像',
  tags: '镜像版本',
  digests: '摘要',
  elsewhere: '其他匹配内容',
};

describe('search', () => {
  let scene: Scene;
  let browser: Browser;
  let window: Window;
  let page: Page;
  let digest: string;

  beforeAll(async () => {
    [scene, browser] = await Promise.all([openScene({ organizations: ['harbour', 'other'] }), openBrowser()]);
    for (const name of ['harbour/crane', 'harbour/team/crane-api', 'other/ship']) {
      const registry = await scene.registryFor(name);
      await registry.pushImage(name, 'v7.1', imageOf({ seed: name, layers: [200] }));
    }
    const address = `/organizations/other/repositories/ship/tags/v7.1`;
    digest = (JSON.parse((await scene.console.request('GET', address)).body.toString()) as { digest: string }).digest;
    window = await openWindow(browser, { url: scene.server.url, language: 'zh-CN', colorMode: 'dark' });
    page = window.page;
    await enter(page, words['zh-CN'], { user: adminName, password: adminPassword });
  });
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
  });

  /** Texts of the palette's options in the group of this name. */
  const found = (group: string) =>
    page.getByRole('group', { name: group, exact: true }).getByRole('option').allTextContents();
  async function openPalette(text: string) {
    await page.goto('/overview');
    await page.locator('main h1').first().waitFor();
    await settled(page);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(text);
  }

  it('the palette finds organizations, images, tags and digests in groups', async () => {
    await openPalette('crane');
    await expect.poll(() => found(say.images)).toEqual(['harbour/crane', 'harbour/team/crane-api']);
    await page.getByRole('combobox').fill('harb');
    await expect.poll(() => found(say.organizations)).toEqual(['harbour']);
    await page.getByRole('combobox').fill('v7');
    await expect.poll(async () => (await found(say.tags)).length).toBe(3);
    await expectAccessible(page);
    await page.getByRole('combobox').fill(digest.slice(7, 15));
    await expect.poll(() => found(say.digests)).toEqual([`other/ship:v7.1 ${digest.slice(0, 19)}`]);
    await page.getByRole('combobox').fill('no such thing');
    await expect.poll(() => page.getByRole('option').count()).toBe(0);
    await page.keyboard.press('Escape');
  });

  it('asks after two letters, once for what was typed at a stretch', async () => {
    const asked: string[] = [];
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.pathname === '/api/search') asked.push(url.searchParams.get('q') ?? '');
    });
    await openPalette('');
    await page.getByRole('combobox').pressSequentially('s');
    await page.getByRole('combobox').pressSequentially('hip');
    await expect.poll(() => found(say.images)).toEqual(['other/ship']);
    expect(asked.filter((text) => text.length < 2)).toEqual([]);
    expect(asked.length).toBeLessThan(3);
  });

  it('what is found is reached by keyboard alone', async () => {
    await openPalette('ship:v7');
    await expect.poll(() => found(say.tags)).toEqual(['other/ship:v7.1']);
    await expect.poll(() => page.getByRole('option', { selected: true }).count()).toBe(1);
    for (let step = 0; step < 10; step += 1) {
      if ((await page.getByRole('option', { selected: true }).textContent()) === 'other/ship:v7.1') break;
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await page.waitForURL('**/images/other/ship/-/tags/v7.1');
  });

  it('the list of images tells of tags and digests that begin with the text', async () => {
    await page.goto('/images');
    await settled(page);
    await page.getByRole('searchbox').fill('v7.1');
    const elsewhere = page.getByRole('region', { name: say.elsewhere });
    await expect.poll(() => elsewhere.getByRole('link').count()).toBe(3);
    await expectAccessible(page);
    await page.getByRole('searchbox').fill(digest);
    await expect.poll(() => elsewhere.getByRole('link').count()).toBe(1);
    await elsewhere.getByRole('link').click();
    await page.waitForURL('**/images/other/ship/-/tags/v7.1');
  });

  it('nothing was written to the console', () => {
    expect(window.complaints).toEqual([]);
  });
});
