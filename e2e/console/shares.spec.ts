import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openWindow } from '../support/browser.ts';
import { createWorkplace, type Workplace } from '../support/command.ts';
import { type ConsoleApi, signIn } from '../support/console-api.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { sampleImage } from './sample-image.ts';
import { button, enter, expectAccessible, row, settled } from './steps.ts';
import { words } from './words.ts';

const say = words['en-US'];
const mei = { user: 'mei', password: 'one two three four' };
const noTls = '--src-tls-verify=false';

describe('sharing an image with another account', () => {
  let scene: Scene;
  let browser: Browser;
  let place: Workplace;
  let owner: Page;
  let receiver: Page;
  let api: ConsoleApi;

  beforeAll(async () => {
    [scene, browser, place] = await Promise.all([
      openScene({ organizations: ['shop'] }),
      openBrowser(),
      createWorkplace(),
    ]);
    api = scene.console;
    const registry = await scene.registryFor('shop/web', 'shop/plan');
    await registry.pushImage('shop/web', 'v1', sampleImage('shared'));
    await registry.pushImage('shop/plan', 'v1', sampleImage('kept'));
    await api.createAccount('blue', mei);
    const login = await (await signIn(scene.server.url, mei)).createLogin();
    const signInArgs = ['login', '--tls-verify=false', '--username', login.user, '--password-stdin', scene.server.host];
    await place.run('skopeo', signInArgs, login.password);
    owner = (await openWindow(browser, { url: scene.server.url })).page;
    receiver = (await openWindow(browser, { url: scene.server.url })).page;
    await enter(owner, say, { user: adminName, password: adminPassword });
    await enter(receiver, say, mei);
  });
  afterAll(async () => {
    await browser?.close();
    await place?.close();
    await scene?.close();
  });

  const pull = (to: string) =>
    place.attempt('skopeo', ['copy', noTls, `docker://${scene.server.host}/shop/web:v1`, `dir:${place.path(to)}`]);
  const openShared = async (): Promise<Locator> => {
    await receiver.goto('/images?tab=shared');
    await settled(receiver);
    return row(receiver, 'shop/web');
  };

  it('is refused at the entry that is wrong, and done when it is right', async () => {
    expect((await pull('before')).code).not.toBe(0);
    await owner.goto('/images/shop/web');
    await owner.getByRole('tab', { name: 'Sharing' }).click();
    await owner.getByText('This image is not shared').waitFor();
    await expectAccessible(owner);
    await button(owner, 'Share').first().click();
    const dialog = owner.getByRole('dialog');
    await dialog.getByLabel('Accounts', { exact: true }).fill('blue, bleu');
    await dialog.getByRole('radio', { name: 'Until a date' }).check();
    await dialog.getByLabel('Description').fill('For the tests');
    await expectAccessible(owner);
    await button(dialog, 'Share').click();
    await dialog.getByText('There is no account “bleu”.').waitFor();
    await dialog.getByLabel('Accounts', { exact: true }).fill('blue');
    await button(dialog, 'Share').click();
    await owner.getByText('Shared with 1 account.').waitFor();
    await expect.poll(() => row(owner, 'blue').textContent()).toContain('Active');
    await expect.poll(() => row(owner, 'blue').textContent()).toContain('For the tests');
  });

  it('lets the other account find, open and pull it', async () => {
    const shared = await openShared();
    await shared.waitFor();
    await expect.poll(() => shared.textContent()).toContain('Active');
    await expectAccessible(receiver);
    await shared.getByRole('link', { name: 'shop/web' }).click();
    await receiver.getByText('shares this image with yours').waitFor();
    await expect
      .poll(() => receiver.getByRole('tab').allTextContents())
      .toEqual(['Tags', 'Description', 'Push and pull']);
    await row(receiver, 'v1').getByRole('link', { name: 'v1' }).click();
    await receiver.getByRole('heading', { level: 1, name: 'web:v1' }).waitFor();
    await settled(receiver);
    await expectAccessible(receiver);
    const { code, output } = await pull('shared');
    expect(code, output).toBe(0);
  });

  it('shows among the images that the owner shares', async () => {
    await owner.goto('/images');
    await owner.getByLabel('Sharing').selectOption('Images I share');
    await owner.waitForURL('**/images?shared=yes');
    await expect.poll(() => owner.locator('tbody th').allTextContents()).toEqual(['shop/web']);
  });

  it('shows as expired to both, and no longer lets itself be pulled', async () => {
    const ends = { accounts: ['blue'], expiresAt: new Date(Date.now() + 400).toISOString() };
    const put = await api.request('PUT', '/organizations/shop/repositories/web/shares', ends);
    expect(put.status).toBe(200);
    await expect.poll(async () => (await pull('expired')).code, { timeout: 10_000 }).not.toBe(0);
    expect((await pull('expired')).output).toContain('share has ended');
    const shared = await openShared();
    await expect.poll(() => shared.textContent()).toContain('Ask the account main to share it again');
    expect(await shared.getByRole('link').count()).toBe(0);
    await receiver.goto('/images/shop/web');
    await receiver.getByText('The share of this image has expired.').waitFor();
    await owner.goto('/images/shop/web?tab=sharing');
    await expect.poll(() => row(owner, 'blue').textContent()).toContain('Expired');
  });

  it('is given back by the administrator of the other account, and then both have it no more', async () => {
    const shared = await openShared();
    await shared.getByRole('button', { name: 'Actions for shop/web' }).click();
    await receiver.getByRole('menuitem', { name: 'Give back' }).click();
    const dialog = receiver.getByRole('dialog', { name: 'Give shop/web back?' });
    await dialog.waitFor();
    await expectAccessible(receiver);
    await button(dialog, 'Give back').click();
    await receiver.getByText('No account shares an image with yours').waitFor();
    await receiver.goto('/audit');
    await receiver.getByText('Gave shop/web back, which the account main shared').waitFor();
    await expect
      .poll(() => row(receiver, 'Shared shop/web with this account').textContent())
      .toContain('The account main');
    await owner.goto('/images/shop/web?tab=sharing');
    await owner.getByText('This image is not shared').waitFor();
  });
});
