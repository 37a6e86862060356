import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openWindow } from '../support/browser.ts';
import { signIn } from '../support/console-api.ts';
import { registryAt } from '../support/registry.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { bearer } from '../support/tokens.ts';
import { sampleImage } from './sample-image.ts';
import { button, enter, expectAccessible, row, sendSignIn, settled } from './steps.ts';
import { words } from './words.ts';

const say = words['en-US'];
const first = 'one two three four';
const own = 'five six seven eight';

describe('accounts and their quotas', () => {
  let scene: Scene;
  let browser: Browser;
  let admin: Page;

  beforeAll(async () => {
    [scene, browser] = await Promise.all([openScene({ organizations: ['shop'] }), openBrowser()]);
    admin = (await openWindow(browser, { url: scene.server.url })).page;
    await enter(admin, say, { user: adminName, password: adminPassword }, '/accounts');
  });
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
  });

  const dialog = () => admin.getByRole('dialog');
  const choose = async (name: string, item: string) => {
    await admin.getByRole('button', { name: `Actions for ${name}` }).click();
    await admin.getByRole('menuitem', { name: item }).click();
  };

  it('a system administrator makes an account with its first administrator and quotas', async () => {
    await row(admin, 'main').getByText('Yours').waitFor();
    await button(admin, 'Create account').first().click();
    await dialog().getByLabel('Account name').fill('Acme');
    await dialog().getByLabel('First administrator').fill('boss');
    await dialog().getByLabel('First password').fill(first);
    await dialog().getByRole('checkbox', { name: 'Images: no limit', exact: true }).uncheck();
    await dialog().getByRole('spinbutton', { name: 'Images', exact: true }).fill('1');
    await expectAccessible(admin);
    await button(dialog(), 'Create account').click();
    await dialog().getByText('Only lowercase letters.').waitFor();
    await dialog().getByLabel('Account name').fill('acme');
    await button(dialog(), 'Create account').click();
    await admin.waitForURL('**/accounts/acme');
    await row(admin, 'boss').getByText('New password due').waitFor();
    await admin.locator('.number', { hasText: /^0 of 1$/ }).waitFor();
    await expectAccessible(admin);
  });

  it('its administrator chooses a password of his own before anything else', async () => {
    const { page } = await openWindow(browser, { url: scene.server.url });
    await page.goto('/organizations');
    await sendSignIn(page, say, { user: 'boss', password: first });
    await page.getByRole('heading', { name: 'Choose your own password' }).waitFor();
    await page.getByLabel('Current password').fill(first);
    await page.getByLabel('New password', { exact: true }).fill(first);
    await page.getByLabel('New password again').fill(first);
    await button(page, 'Change password').click();
    await page.getByText('Choose another password than the one you have.').waitFor();
    await page.getByLabel('New password', { exact: true }).fill(own);
    await page.getByLabel('New password again').fill(own);
    await button(page, 'Change password').click();
    await page.getByRole('heading', { level: 1, name: say.organizations }).waitFor();
    expect(await page.getByRole('link', { name: 'Accounts' }).count()).toBe(0);
    await page.goto('/accounts');
    await page.getByText('Only system administrators manage accounts').waitFor();
    await page.context().close();
  });

  it('pushes fill the quota, the overview shows it, and one more is refused', async () => {
    const boss = { user: 'boss', password: own };
    const api = await signIn(scene.server.url, boss);
    await api.createOrganization('team');
    const login = await api.createLogin();
    const registry = await scene.registryFor('shop/any');
    const scopes = ['team/one', 'team/two'].map((name) => `repository:${name}:pull,push`);
    const his = registryAt(scene.server.url, await bearer(scene.server.url, scopes, login));
    await his.pushImage('team/one', 'v1', sampleImage('accounts'));
    await expect(his.pushImage('team/two', 'v1', sampleImage('accounts'))).rejects.toThrow(/403/);
    await registry.pushImage('shop/any', 'v1', sampleImage('accounts'));
    const { page } = await openWindow(browser, { url: scene.server.url });
    await enter(page, say, boss, '/overview');
    await page.locator('.number', { hasText: /^1 of 1$/ }).waitFor();
    await settled(page);
    await expectAccessible(page);
    await page.context().close();
  });

  it('a user gets only the ways in that are switched on', async () => {
    await admin.goto('/accounts/acme');
    await button(admin, 'Create user').first().click();
    await dialog().getByLabel('User name').fill('ci');
    await dialog().getByLabel('First password').fill(first);
    await dialog()
      .getByRole('checkbox', { name: /^Console/ })
      .uncheck();
    await dialog()
      .getByRole('checkbox', { name: /another password/ })
      .waitFor({ state: 'detached' });
    await button(dialog(), 'Create user').click();
    await row(admin, 'ci').getByText('Programmatic', { exact: true }).waitFor();
    const { page } = await openWindow(browser, { url: scene.server.url });
    await page.goto('/');
    await sendSignIn(page, say, { user: 'ci', password: first });
    await page.getByText('Your user has no access to the console.').waitFor();
    await expectAccessible(page);
    await page.context().close();
    await choose('ci', 'Delete');
    await dialog().getByRole('textbox').fill('ci');
    await button(dialog(), 'Delete').click();
    await row(admin, 'ci').waitFor({ state: 'detached' });
  });

  it('quotas change, and one below what is used is said to take nothing away', async () => {
    await choose('acme', 'Change quotas');
    await dialog().getByRole('spinbutton', { name: 'Images', exact: true }).fill('0');
    await dialog().getByText('nothing is deleted').waitFor();
    await dialog().getByRole('spinbutton', { name: 'Images', exact: true }).fill('20');
    await button(dialog(), 'Save').click();
    await admin.locator('.number', { hasText: /^1 of 20$/ }).waitFor();
  });

  it('a disabled account lets nobody in, and is deleted only when it holds nothing', async () => {
    await choose('acme', 'Disable');
    await button(dialog(), 'Disable').click();
    await admin.getByText('Disabled', { exact: true }).waitFor();
    const { page } = await openWindow(browser, { url: scene.server.url });
    await page.goto('/');
    await sendSignIn(page, say, { user: 'boss', password: own });
    await page.getByText('Your account is disabled.').waitFor();
    await page.context().close();
    await choose('acme', 'Delete');
    await dialog().getByText('It still has 1 organization.').waitFor();
    await button(dialog(), 'Close').last().click();
  });

  it('organizations show as cards when asked, remembered, and say what opening them means', async () => {
    await admin.goto('/organizations');
    await admin.getByRole('button', { name: 'Cards' }).click();
    await admin.waitForURL('**/organizations?view=cards');
    await admin.goto('/organizations');
    const card = admin.locator('.organization-card').filter({ hasText: 'shop' });
    await card.getByText('Private').waitFor();
    await choose('shop', 'Make public');
    await dialog().getByText('in any account').waitFor();
    await button(dialog(), 'Make public').click();
    await card.getByText('Public').waitFor();
    await expectAccessible(admin);
  });
});
