import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openWindow } from '../support/browser.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { accessOf, bearer } from '../support/tokens.ts';
import { sampleImage } from './sample-image.ts';
import { button, enter, row, settled } from './steps.ts';
import { words } from './words.ts';

const say = words['en-US'];
const mei = { user: 'mei', password: 'one two three four' };

describe('users of an organization', () => {
  let scene: Scene;
  let browser: Browser;
  let admin: Page;
  let meisPage: Page;

  beforeAll(async () => {
    [scene, browser] = await Promise.all([openScene({ organizations: ['shop', 'secret'] }), openBrowser()]);
    const registry = await scene.registryFor('shop/web', 'secret/plan');
    await registry.pushImage('shop/web', 'v1', sampleImage('users'));
    await registry.pushImage('secret/plan', 'v1', sampleImage('secret'));
    await scene.console.createUser(mei.user, mei.password);
    admin = (await openWindow(browser, { url: scene.server.url })).page;
    await enter(admin, say, { user: adminName, password: adminPassword });
    meisPage = (await openWindow(browser, { url: scene.server.url })).page;
    await enter(meisPage, say, mei);
  });
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
  });

  /** In the session that began before there was any permission. */
  async function asMei(): Promise<Page> {
    await meisPage.goto('/organizations');
    await row(meisPage, 'library').waitFor();
    await settled(meisPage);
    return meisPage;
  }

  /** What a client that signs in as mei may do with the image. */
  async function actionsOfMei(): Promise<string[]> {
    const token = await bearer(scene.server.url, ['repository:shop/web:pull,push,delete'], mei);
    return accessOf(token).flatMap(({ actions }) => actions);
  }

  it('a user without a permission sees what is public, and no image', async () => {
    const page = await asMei();
    await page.getByRole('heading', { name: 'You are in no organization yet' }).waitFor();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    await page.goto('/images');
    await page.getByText('No images yet').waitFor();
    await page.goto('/organizations/shop');
    await page.getByText('This does not exist.').waitFor();
  });

  it('the administrator adds the user on the Users tab', async () => {
    await admin.goto('/organizations/shop');
    await admin.getByRole('tab', { name: say.users }).click();
    await admin.waitForURL('**/organizations/shop?tab=users');
    await button(admin, say.addUsers).first().click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByRole('searchbox').fill('me');
    await dialog.getByRole('checkbox', { name: mei.user }).check();
    await dialog.getByRole('radio', { name: /^Read/ }).check();
    await button(dialog, 'Add 1').click();
    await row(admin, mei.user).waitFor();
    await dialog.waitFor({ state: 'hidden' });
  });

  it('who may read sees the organization and its users, pulls, and is told who can give more', async () => {
    const page = await asMei();
    await row(page, 'shop').waitFor();
    expect(await row(page, 'secret').count()).toBe(0);
    await page.goto('/images');
    await row(page, 'shop/web').waitFor();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    await page.goto('/organizations/shop?tab=users');
    await page.getByText('Whoever has the permission Manage').waitFor();
    await row(page, mei.user).waitFor();
    expect(await button(page, say.addUsers).count()).toBe(0);
    expect(await page.getByLabel(`Permission of ${mei.user}`).count()).toBe(0);
    await page.goto('/images/shop/web?tab=client');
    await page.getByText('Pushing needs the permission Edit on shop; yours is Read.').waitFor();
    const change = button(page, 'Make public');
    expect(await change.getAttribute('aria-disabled')).toBe('true');
    await page.goto('/images/secret/plan');
    await page.getByText('This does not exist.').waitFor();
    expect(await actionsOfMei()).toEqual(['pull']);
  });

  it('a level that the administrator changes counts at once, and the row says so', async () => {
    await admin.goto('/organizations/shop?tab=users');
    await admin.getByLabel(`Permission of ${mei.user}`).selectOption(say.edit);
    await row(admin, 'Pull and push images').waitFor();
    const page = await asMei();
    await page.goto('/images/shop/web?tab=client');
    await page.getByText('Gives a local image the name of this one').waitFor();
    expect(await actionsOfMei()).toEqual(['pull', 'push']);
  });

  it('a user who is removed sees the organization no more', async () => {
    const page = await asMei();
    await row(page, 'shop').waitFor();
    await admin.getByRole('button', { name: `Actions for ${mei.user}` }).click();
    await admin.getByRole('menuitem', { name: 'Remove' }).click();
    await button(admin.getByRole('dialog'), 'Remove').click();
    await row(admin, mei.user).waitFor({ state: 'detached' });
    await page.reload();
    await row(page, 'library').waitFor();
    expect(await row(page, 'shop').count()).toBe(0);
    expect(await actionsOfMei()).toEqual([]);
  });

  it('who makes an image public is told what that means, and then anybody may pull it', async () => {
    const { url } = scene.server;
    const anonymous = () => fetch(`${url}/token?service=${scene.server.host}&scope=repository:shop/web:pull`);
    await admin.goto('/images/shop/web');
    await button(admin, 'Make public').click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByText('without signing in').waitFor();
    await button(dialog, 'Make public').click();
    await admin.getByText('Public', { exact: true }).waitFor();
    const { token } = (await (await anonymous()).json()) as { token: string };
    const manifest = await fetch(`${url}/v2/shop/web/manifests/v1`, { headers: { authorization: `Bearer ${token}` } });
    expect(manifest.status).toBe(200);
  });

  it('an organization is deleted by its name, and only when it is empty', async () => {
    await admin.goto('/organizations');
    await admin.getByRole('button', { name: 'Actions for secret' }).click();
    await admin.getByRole('menuitem', { name: 'Delete organization' }).click();
    await admin.getByText('It still holds 1 image.').waitFor();
    await button(admin.getByRole('dialog'), 'Close').last().click();
    await scene.console.createOrganization('empty');
    await admin.reload();
    await admin.getByRole('button', { name: 'Actions for empty' }).click();
    await admin.getByRole('menuitem', { name: 'Delete organization' }).click();
    const dialog = admin.getByRole('dialog');
    const confirm = button(dialog, 'Delete organization');
    await dialog.getByRole('textbox').fill('shop');
    await expect.poll(() => confirm.isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill('empty');
    await confirm.click();
    await admin.getByRole('link', { name: 'empty', exact: true }).waitFor({ state: 'detached' });
  });
});
