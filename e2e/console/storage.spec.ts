import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openWindow, type Window } from '../support/browser.ts';
import { imageOf } from '../support/images.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { button, enter, expectAccessible, row, settled } from './steps.ts';
import { words } from './words.ts';

const admin = { user: adminName, password: adminPassword };
const mei = { user: 'mei', password: 'one two three four' };

const say = {
  storage: '存储',
  none: '尚未统计',
  count: '立即统计',
  same: '与磁盘上的实际占用一致',
  dryRun: '试运行',
  run: '立即释放',
  done: '已完成',
  check: '检查已存储的内容',
  forbidden: '只有系统管理员可以查看服务器的存储',
  shared: '共享',
};

describe('the storage page', () => {
  let scene: Scene;
  let browser: Browser;
  let window: Window;
  beforeAll(async () => {
    const env = { WHARF_COLLECTION_SCHEDULE: 'never' };
    [scene, browser] = await Promise.all([openScene({ organizations: ['acme', 'other'], env }), openBrowser()]);
    await scene.console.createUser(mei.user, mei.password);
    const registry = await scene.registryFor('acme/app', 'other/app', 'acme/base');
    const image = imageOf({ seed: 'storage' });
    for (const name of ['acme/app', 'other/app']) await registry.pushImage(name, 'v1', image);
    await registry.pushImage('acme/base', 'v1', imageOf({ seed: 'base', layers: [900_000] }));
    window = await openWindow(browser, { url: scene.server.url, language: 'zh-CN', colorMode: 'dark' });
    await enter(window.page, words['zh-CN'], admin);
  });
  afterEach(() => expect(window.complaints).toEqual([]));
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
  });

  it('counts what lies on disk when it is asked to', async () => {
    const { page } = window;
    await page.getByRole('navigation').first().getByRole('link', { name: say.storage }).click();
    await page.waitForURL('**/storage');
    await page.getByText(say.none).waitFor();
    await expectAccessible(page);
    await button(page.locator('main'), say.count).click();
    await page.getByText(say.same).waitFor();
    const legend = page.locator('.ledger-legend');
    await expect.poll(() => legend.getByText(say.shared, { exact: true }).count()).toBe(1);
    await row(page, 'acme').waitFor();
    await row(page, 'other').waitFor();
    await expectAccessible(page);
  });

  it('frees, or says what would be freed, and keeps its history', async () => {
    const { page } = window;
    await button(page.locator('main'), say.dryRun).click();
    await row(page, say.dryRun).getByText(say.done).waitFor();
    await button(page.locator('main'), say.run).click();
    await expect
      .poll(() => page.locator('tbody tr').filter({ hasText: say.done }).count(), { timeout: 10_000 })
      .toBe(2);
    await button(page.locator('main'), say.check).click();
    await page.locator('.job-progress').first().waitFor();
    await settled(page);
    await expectAccessible(page);
  });

  it('shows an organization what it takes', async () => {
    const { page } = window;
    await page.goto('/organizations/acme?tab=storage');
    await row(page, 'base').waitFor();
    await settled(page);
    await expectAccessible(page);
  });

  it('is for system administrators', async () => {
    const own = await openWindow(browser, { url: scene.server.url, language: 'zh-CN', colorMode: 'dark' });
    await enter(own.page, words['zh-CN'], mei, '/storage');
    await own.page.getByText(say.forbidden).waitFor();
    expect(await own.page.getByRole('link', { name: say.storage }).count()).toBe(0);
    await expectAccessible(own.page);
    expect(own.complaints).toEqual([]);
    await own.context.close();
  });
});
