import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openWindow, type Window } from '../support/browser.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { beginSlowJob } from '../support/slow-job.ts';
import { button, enter, expectAccessible, row } from './steps.ts';
import { words } from './words.ts';

const mebibyte = 1024 * 1024;
const admin = { user: adminName, password: adminPassword };
const mei = { user: 'mei', password: 'one two three four' };

const say = {
  tasks: '任务',
  empty: '还没有任务',
  running: '执行中',
  cancel: '取消任务',
  cancelled: '已取消',
  done: '已完成',
  keep: '继续执行',
};

describe('the list of tasks', () => {
  let scene: Scene;
  let browser: Browser;
  let window: Window;
  beforeAll(async () => {
    [scene, browser] = await Promise.all([openScene(), openBrowser()]);
    await scene.console.createUser(mei.user, mei.password);
    window = await openWindow(browser, { url: scene.server.url, language: 'zh-CN', colorMode: 'dark' });
    await enter(window.page, words['zh-CN'], admin);
  });
  afterEach(() => expect(window.complaints).toEqual([]));
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
  });

  async function openCancelDialog(task: Locator): Promise<Locator> {
    await task.locator('.row-menu').click();
    await window.page.getByRole('menuitem', { name: say.cancel }).click();
    const dialog = window.page.getByRole('dialog');
    await dialog.waitFor();
    return dialog;
  }

  it('shows a task live, from its progress to its cancellation', async () => {
    const { page } = window;
    await page.getByRole('navigation').first().getByRole('link', { name: say.tasks }).click();
    await page.waitForURL('**/tasks');
    await beginSlowJob(scene, 'slow', 400 * mebibyte);
    const task = row(page, 'acme/slow');
    await task.getByText(say.running).waitFor();
    await task.getByText('400 MiB').waitFor();
    const bar = task.getByRole('progressbar');
    const first = Number(await bar.getAttribute('value'));
    await expectAccessible(page);
    const dialog = await openCancelDialog(task);
    await expectAccessible(page);
    await button(dialog, say.keep).click();
    await dialog.waitFor({ state: 'hidden' });
    await expect.poll(async () => Number(await bar.getAttribute('value'))).toBeGreaterThan(first);

    await button(await openCancelDialog(task), say.cancel).click();
    await dialog.waitFor({ state: 'hidden' });
    await task.getByText(say.cancelled, { exact: true }).waitFor({ timeout: 5_000 });
    expect(await task.locator('.row-menu').count()).toBe(0);
    await expectAccessible(page);
  });

  it('shows what came to its end, and what is in one state only', async () => {
    const { page } = window;
    await page.goto('/tasks');
    await beginSlowJob(scene, 'quick', mebibyte);
    await row(page, 'acme/quick').getByText(say.done).waitFor();
    await page.getByRole('combobox').selectOption('cancelled');
    await page.waitForURL('**/tasks?state=cancelled');
    await row(page, 'acme/quick').waitFor({ state: 'detached' });
    await row(page, 'acme/slow').waitFor();
    await page.reload();
    await row(page, 'acme/slow').waitFor();
    expect(await row(page, 'acme/quick').count()).toBe(0);
  });

  it('says what will show here to who has none', async () => {
    const own = await openWindow(browser, { url: scene.server.url, language: 'zh-CN', colorMode: 'dark' });
    await enter(own.page, words['zh-CN'], mei, '/tasks');
    await own.page.getByText(say.empty).waitFor();
    await expectAccessible(own.page);
    await own.context.close();
  });
});
