import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openWindow, type Window } from '../support/browser.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { button, copied, enter, expectAccessible, row } from './steps.ts';
import { words } from './words.ts';

const admin = { user: adminName, password: adminPassword };
const mine = '10.0.0.7';

describe('the page of network access', () => {
  let scene: Scene;
  let browser: Browser;
  /** Comes from `mine`, by a proxy. */
  let away: Window;
  let page: Page;
  beforeAll(async () => {
    const env = { WHARF_TLS: 'self-signed', WHARF_TRUSTED_PROXIES: '127.0.0.1' };
    [scene, browser] = await Promise.all([openScene({ env }), openBrowser()]);
    away = await openWindow(browser, { url: scene.server.url });
    await away.context.setExtraHTTPHeaders({ 'X-Forwarded-For': mine });
    page = away.page;
    await enter(page, words['en-US'], admin, '/network');
  });
  afterAll(async () => {
    expect(away.complaints).toEqual([]);
    await browser?.close();
    await scene?.close();
  });

  const dialog = () => page.getByRole('dialog').last();

  it('tells where one comes from, and makes a rule, naming the line that is wrong', async () => {
    await page.getByText(`You are in by public access, from the address ${mine}`).waitFor();
    await page.getByText('No network has a rule of its own').waitFor();
    await expectAccessible(page);
    await button(page.locator('main'), 'Add a rule').click();
    await dialog().getByLabel('Name', { exact: true }).fill('office');
    await dialog().getByLabel('Address ranges').fill('10.0.0.7/8\n192.0.2.0/24');
    await dialog().getByLabel('Host name for clients').fill('registry.office:5000');
    await button(dialog(), 'Add a rule').click();
    await dialog().getByText('10.0.0.7/8: The address has bits beyond the prefix').waitFor();
    await expectAccessible(page);
    await dialog().getByLabel('Address ranges').fill('10.0.0.0/8\n192.0.2.0/24');
    await button(dialog(), 'Add a rule').click();
    await row(page, 'office').getByText('192.0.2.0/24').waitFor();
    await page.getByText(`You are in by the rule office (10.0.0.0/8), from the address ${mine}`).waitFor();
    await row(page, 'office').getByText('your network').waitFor();
  });

  it('closes public access, and shows others nothing but why', async () => {
    await button(page.locator('main'), 'Change').click();
    await dialog().getByText('On, for the allow list').click();
    await dialog().getByLabel('Allow list', { exact: true }).fill('203.0.113.0/24 branch\n');
    await button(dialog(), 'Save').click();
    await page.getByRole('list', { name: 'Allow list' }).getByText('branch').waitFor();
    const stranger = await openWindow(browser, { url: scene.server.url });
    await stranger.context.setExtraHTTPHeaders({ 'X-Forwarded-For': '198.51.100.9' });
    const answer = await stranger.page.goto('/');
    expect(answer?.status()).toBe(403);
    await stranger.page.getByText('Your address 198.51.100.9 is in no network').waitFor();
    await expectAccessible(stranger.page);
    await stranger.context.close();
  });

  it('does not let one lock oneself out without typing so', async () => {
    await row(page, 'office').locator('.row-menu').click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await dialog().getByLabel('Address ranges').fill('192.0.2.0/24');
    await button(dialog(), 'Save').click();
    await page.getByText('You would lock yourself out').waitFor();
    await expectAccessible(page);
    await expect.poll(() => button(dialog(), 'Lock me out').isDisabled()).toBe(true);
    await button(dialog(), 'Cancel').click();
    await button(dialog(), 'Cancel').click();
    await row(page, 'office').getByText('10.0.0.0/8').waitFor();

    await row(page, 'office').locator('.row-menu').click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await button(dialog(), 'Delete').click();
    await dialog().getByRole('textbox').fill(mine);
    await button(dialog(), 'Lock me out').click();
    await page.getByText('Your network may not do this.').first().waitFor();
  });

  it('can be put right at the server itself; the guide tells clients what to trust', async () => {
    const here = await openWindow(browser, { url: scene.server.url, language: 'zh-CN', colorMode: 'dark' });
    await enter(here.page, words['zh-CN'], admin, '/network');
    await here.page.getByText('您正在服务器本机').waitFor();
    await here.page.getByText('localhost').first().waitFor();
    await here.page.getByText('让此机器信任服务器证书').click();
    await expectAccessible(here.page);
    const copy = here.page.locator('.trust-certificate .command-line button').first();
    const { host } = scene.server;
    expect(await copied(here.page, copy)).toContain(`/etc/docker/certs.d/${host}/ca.crt`);
    await button(here.page.locator('main'), '修改').click();
    await here.page.getByText('开启，对所有地址').last().click();
    await button(here.page.getByRole('dialog'), '保存').click();
    await here.page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByText(`You are in by public access, from the address ${mine}`).waitFor();
    expect(here.complaints).toEqual([]);
    await here.context.close();
  });
});
