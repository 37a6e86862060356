import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openWindow, type Window } from '../support/browser.ts';
import { imageOf } from '../support/images.ts';
import type { Registry } from '../support/registry.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { button, enter, expectAccessible, row, settled } from './steps.ts';
import { words } from './words.ts';

const say = {
  history: '历史',
  moveBack: '移回此处',
  moved: 'latest 已移动。',
  removed: '已删除',
  copy: '复制到…',
  image: '镜像名称',
  tag: '版本',
  copySubmit: '复制',
  tagRule: '1 到 128 个字母',
  uppercase: '只能使用小写字母',
  taken: '已存在，指向',
  move: '改为指向此内容',
  overwriteSubmit: '覆盖',
};

const patience = { timeout: 10_000 };

describe('the history of a tag, and copies of it', () => {
  let scene: Scene;
  let registry: Registry;
  let browser: Browser;
  let window: Window;
  let page: Page;

  beforeAll(async () => {
    [scene, browser] = await Promise.all([openScene(), openBrowser()]);
    registry = await scene.registryFor('acme/web', 'acme/other');
    const image = imageOf({ seed: 'two', layers: [2000] });
    for (const tag of ['v2', 'latest']) await registry.pushImage('acme/web', tag, image);
    const gone = await scene.console.request('POST', '/organizations/acme/repositories/web/deletions', {
      tags: ['v2'],
    });
    expect(gone.status).toBe(201);
    window = await openWindow(browser, { url: scene.server.url, language: 'zh-CN', colorMode: 'dark' });
    page = window.page;
    await enter(page, words['zh-CN'], { user: adminName, password: adminPassword });
  });
  afterEach(() => expect(window.complaints).toEqual([]));
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
  });

  const dialog = () => page.getByRole('dialog');
  const open = async (address: string) => {
    await page.goto(address);
    await settled(page);
  };
  const digestOf = async (name: string, reference: string): Promise<string | undefined> => {
    const answer = await registry.head(`/${name}/manifests/${reference}`);
    return answer.status === 200 ? String(answer.headers['docker-content-digest']) : undefined;
  };

  it('shows where a tag pointed, and moves it back', async () => {
    const previous = await digestOf('acme/web', 'latest');
    await registry.pushImage('acme/web', 'latest', imageOf({ seed: 'three', layers: [700] }));
    await open('/images/acme/web/-/tags/latest');
    await page.locator('.page-actions .row-menu').click();
    await page.getByRole('menuitem', { name: say.history }).click();
    await dialog().getByRole('row').nth(2).waitFor();
    await expect.poll(() => page.url()).toContain('history=latest');
    await expectAccessible(page);
    await button(dialog(), say.moveBack).first().click();
    await dialog().getByText(say.moved).waitFor();
    expect(await digestOf('acme/web', 'latest')).toBe(previous);
    await page.keyboard.press('Escape');
    await open('/images/acme/web/-/tags/v2?history=v2');
    await dialog().getByText(say.removed).first().waitFor();
    await button(dialog(), say.moveBack).click();
    await expect.poll(() => digestOf('acme/web', 'v2'), patience).toBe(previous);
  });

  it('copies a tag to other names, and overwrites only when told to', async () => {
    const digest = await digestOf('acme/web', 'latest');
    await registry.pushImage('acme/other', 'v9', imageOf({ seed: 'nine', layers: [800] }));
    await open('/images/acme/web');
    const start = async () => {
      await row(page, 'latest').locator('.row-menu').click();
      await page.getByRole('menuitem', { name: say.copy, exact: true }).click();
      await dialog().waitFor();
    };
    await start();
    const tag = dialog().getByRole('textbox', { name: say.tag, exact: true });
    const image = dialog().getByRole('textbox', { name: say.image, exact: true });
    await tag.fill('-wrong');
    await dialog().getByText(say.tagRule).waitFor();
    await image.fill('acme/Web');
    await dialog().getByText(say.uppercase).waitFor();
    await expectAccessible(page);
    await image.fill('acme/web');
    await tag.fill('stable');
    await button(dialog(), say.copySubmit).click();
    await row(page, 'stable').waitFor();
    await dialog().waitFor({ state: 'detached' });
    expect(await digestOf('acme/web', 'stable')).toBe(digest);

    await start();
    await image.fill('acme/other');
    await tag.fill('v9');
    await dialog().getByText(say.taken).waitFor();
    await expectAccessible(page);
    await expect.poll(() => button(dialog(), say.overwriteSubmit).isDisabled()).toBe(true);
    await dialog().getByRole('checkbox', { name: say.move }).check();
    await button(dialog(), say.overwriteSubmit).click();
    await expect.poll(() => digestOf('acme/other', 'v9'), patience).toBe(digest);
  });
});
