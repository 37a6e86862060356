import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openWindow, type Window } from '../support/browser.ts';
import { imageOf } from '../support/images.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { button, enter, expectAccessible, row, settled } from './steps.ts';
import { words } from './words.ts';

/** What this journey looks for, beside the words of all journeys. */
const say = {
  write: '编写描述',
  save: '保存',
  setCategory: '设置分类',
  category: '分类',
  database: '数据库',
  visibility: '类型',
  public: '公开',
  add: '添加标签',
  key: '键',
  value: '值',
  reserved: '以 _sys_ 开头的键由系统保留。',
  edit: '编辑',
  remove: '删除',
  tagFilter: '标签',
  valueOf: 'env 的值',
  removeFilter: '移除筛选条件 env=prod',
  noHits: '没有符合筛选条件的内容',
  clear: '清除筛选',
  organizations: '组织',
};

/** Markdown that tries to run a script, to load something from elsewhere or to look like a part of the page. */
const hostile = [
  '# Hello',
  '<script>window.broken = 1</script>',
  '<img src=x onerror="window.broken = 2">',
  '<svg/onload=window.broken=3>',
  '<iframe srcdoc="<script>parent.broken=4</script>"></iframe>',
  '[click](javascript:window.broken=5) [tab](java\tscript:window.broken=6) [data](data:text/html,<script>1</script>)',
  '[up](vbscript:x) <a href="javascript:window.broken=7">raw</a> [good](https://example.org/x?a=1&b=2)',
  '![tracker](https://tracker.example/pixel.png "t") ![bad](javascript:alert)',
  '![own](data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==)',
  '<form action="https://evil.example"><input name=password><button>Sign in</button></form>',
  '<style>body { display: none }</style> <b style="position:fixed;inset:0" class="ant-modal" id="root">over</b>',
  '- [x] done\n- [ ] open\n\n| a | b |\n|---|---|\n| 1 | `2` |\n\n```html\n<script>window.broken = 8</script>\n```',
  '[ref]: javascript:window.broken=9\n\n[ref] <javascript:window.broken=10>',
].join('\n\n');

describe('attributes of images', () => {
  let scene: Scene;
  let browser: Browser;
  let window: Window;
  let page: Page;

  beforeAll(async () => {
    [scene, browser] = await Promise.all([openScene({ organizations: ['acme', 'beta'] }), openBrowser()]);
    for (const name of ['acme/web', 'acme/db', 'acme/tool']) {
      await (await scene.registryFor(name)).pushImage(name, '1.0', imageOf({ seed: name, layers: [200] }));
    }
    window = await openWindow(browser, { url: scene.server.url, language: 'zh-CN', colorMode: 'dark' });
    page = window.page;
    await enter(page, words['zh-CN'], { user: adminName, password: adminPassword });
  });
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
  });

  const open = async (address: string) => {
    await page.goto(address);
    await page.locator('main h1').first().waitFor();
    await settled(page);
  };
  const firstCells = async () => {
    const names = await page.locator('tbody th a').allTextContents();
    return names.sort();
  };

  it('a description is written beside its preview, and nothing in it runs', async () => {
    await open('/images/acme/web?tab=description');
    await button(page.locator('main'), say.write).first().click();
    const text = page.locator('.description-form textarea');
    await expect.poll(() => text.evaluate((box) => box === box.ownerDocument.activeElement)).toBe(true);
    await text.fill(hostile);
    await page.locator('.description-preview h2', { hasText: 'Hello' }).waitFor();
    await expectAccessible(page);
    await text.press('Control+Enter');
    const shown = page.locator('main .panel .markdown');
    await shown.locator('h2', { hasText: 'Hello' }).waitFor();
    expect(await page.evaluate('window.broken')).toBeUndefined();
    const has = (selector: string) => shown.locator(selector).count();
    for (const banned of [
      'script',
      'iframe',
      'form',
      'input',
      'style',
      'svg',
      '[style]',
      '[id]',
      '[onerror]',
      '.ant-modal',
    ])
      expect([banned, await has(banned)]).toEqual([banned, 0]);
    const links = await shown.locator('a[href]').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    expect(links).toEqual(['https://example.org/x?a=1&b=2', 'https://tracker.example/pixel.png']);
    expect(await shown.locator('a[href]').first().getAttribute('rel')).toContain('noopener');
    expect(await has('img')).toBe(1);
    expect(await has('table')).toBe(1);
    await expect.poll(() => shown.locator('pre').textContent()).toContain('<script>');
    await expectAccessible(page);
    await page.reload();
    await shown.locator('h2', { hasText: 'Hello' }).waitFor();
  });

  it('a category is set, shows, and limits the list with the visibility', async () => {
    await open('/images/acme/db');
    await button(page.locator('.page-actions'), say.setCategory).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(say.category).selectOption('database');
    await expectAccessible(page);
    await button(dialog, say.save).click();
    await page.locator('main .chip', { hasText: say.database }).waitFor();
    await scene.console.setVisibility('acme', 'web', 'public');
    await open('/images');
    await page.getByLabel(say.category).selectOption('database');
    await expect.poll(firstCells).toEqual(['acme/db']);
    await page.waitForURL('**/images?category=database');
    await page.getByLabel(say.visibility, { exact: true }).selectOption('public');
    await page.getByText(say.noHits).waitFor();
    await expectAccessible(page);
    await button(page.locator('main'), say.clear).click();
    await expect.poll(firstCells).toEqual(['acme/db', 'acme/tool', 'acme/web']);
    await page.getByLabel(say.visibility, { exact: true }).selectOption('public');
    await expect.poll(firstCells).toEqual(['acme/web']);
  });

  async function addTag(key: string, value: string) {
    await button(page.locator('main'), say.add).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(say.key, { exact: true }).fill(key);
    await dialog.getByLabel(say.value, { exact: true }).fill(value);
    await button(dialog, say.save).click();
    await dialog.waitFor({ state: 'detached' });
    await row(page, key).waitFor();
  }

  it('resource tags come, change and go', async () => {
    await open('/images/acme/web?tab=resource-tags');
    await button(page.locator('main'), say.add).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(say.key, { exact: true }).fill('_sys_x');
    await dialog.getByText(say.reserved).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await addTag('env', 'prod');
    await addTag('团队', '支付');
    await expectAccessible(page);
    await row(page, '团队').locator('.row-menu').click();
    await page.getByRole('menuitem', { name: say.remove }).click();
    await button(page.getByRole('dialog'), say.remove).click();
    await expect.poll(() => row(page, '团队').count()).toBe(0);
    await row(page, 'env').locator('.row-menu').click();
    await page.getByRole('menuitem', { name: say.edit }).click();
    await page.getByRole('dialog').getByLabel(say.value, { exact: true }).fill('dev');
    await button(page.getByRole('dialog'), say.save).click();
    await row(page, 'dev').waitFor();
    await open('/images/acme/db?tab=resource-tags');
    await addTag('env', 'prod');
    await open('/images/acme/tool?tab=resource-tags');
    await addTag('team', 'a');
    await open('/organizations/acme?tab=resource-tags');
    await addTag('owner', 'mei');
  });

  it('resource tags limit the lists; conditions stand in the address', async () => {
    await open('/images');
    await row(page, 'acme/web').getByText('env=dev').waitFor();
    await button(page.locator('.tag-filter'), say.tagFilter).click();
    await page.getByLabel(say.tagFilter, { exact: true }).selectOption('env');
    await page.getByLabel(say.valueOf).selectOption('prod');
    await expect.poll(firstCells).toEqual(['acme/db']);
    await expect.poll(() => new URL(page.url()).searchParams.getAll('resourceTag')).toEqual(['env=prod']);
    await page.getByLabel(say.tagFilter, { exact: true }).selectOption('env');
    await page.getByLabel(say.valueOf).selectOption('dev');
    await expect.poll(firstCells).toEqual(['acme/db', 'acme/web']);
    await expectAccessible(page);
    await page.reload();
    await expect.poll(firstCells).toEqual(['acme/db', 'acme/web']);
    await button(page.locator('main'), say.removeFilter).click();
    await expect.poll(firstCells).toEqual(['acme/web']);
    await open('/organizations');
    await row(page, 'acme').getByText('owner=mei').waitFor();
    await open('/organizations?resourceTag=owner%3Dmei');
    await expect.poll(firstCells).toEqual(['acme']);
    await open('/organizations/acme?resourceTag=team');
    await expect.poll(firstCells).toEqual(['tool']);
    await expectAccessible(page);
  });

  it('nothing was written to the console', () => {
    expect(window.complaints).toEqual([]);
  });
});
