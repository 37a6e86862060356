import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openWindow } from '../support/browser.ts';
import { createWorkplace, type Workplace } from '../support/command.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { sampleImage } from './sample-image.ts';
import { button, copied, enter, expectAccessible, row, settled } from './steps.ts';
import { words } from './words.ts';

const say = words['en-US'];
const lee = { user: 'lee', password: 'one two three four' };

describe('permissions on images, and robots', () => {
  let scene: Scene;
  let browser: Browser;
  let admin: Page;
  let place: Workplace;

  beforeAll(async () => {
    [scene, browser, place] = await Promise.all([
      openScene({ organizations: ['shop'] }),
      openBrowser(),
      createWorkplace(),
    ]);
    const registry = await scene.registryFor('shop/web', 'shop/plan');
    await registry.pushImage('shop/web', 'v1', sampleImage('web'));
    await registry.pushImage('shop/plan', 'v1', sampleImage('plan'));
    await scene.console.createUser(lee.user, lee.password);
    admin = (await openWindow(browser, { url: scene.server.url })).page;
    await enter(admin, say, { user: adminName, password: adminPassword }, '/images/shop/web?tab=permissions');
  });
  afterAll(async () => {
    await browser?.close();
    await place?.close();
    await scene?.close();
  });

  it('an image is granted on its own page, and nothing else of the organization shows', async () => {
    await admin.getByText('Nobody has a permission here yet').waitFor();
    await expectAccessible(admin);
    await button(admin, 'Add permissions').first().click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: lee.user }).check();
    await dialog.getByRole('radio', { name: /^Edit/ }).check();
    await expectAccessible(admin);
    await button(dialog, 'Add 1').click();
    await row(admin, lee.user).waitFor();
    const { page } = await openWindow(browser, { url: scene.server.url });
    await enter(page, say, lee, '/organizations');
    await row(page, 'shop').waitFor();
    await page.goto('/organizations/shop');
    await row(page, 'web').waitFor();
    await settled(page);
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    expect(await page.getByRole('tab').allInnerTexts()).toEqual(['Images']);
    await page.context().close();
  });

  it('a robot is made with what it may do, pushes with skopeo, and ends by another secret', async () => {
    await admin.goto('/organizations/shop?tab=robots');
    await admin.getByText('No robots yet').waitFor();
    await button(admin, 'Create robot').first().click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('ci');
    await dialog.getByRole('textbox', { name: 'Images' }).fill('web');
    await dialog.getByRole('combobox', { name: 'Permission' }).selectOption('edit');
    await expectAccessible(admin);
    await button(dialog, 'Create robot').click();
    await dialog.getByText('The login of shop+ci').waitFor();
    await dialog.getByRole('tab', { name: 'skopeo' }).click();
    const login = (await copied(admin, dialog.getByRole('button', { name: /^Copy/ }).first())).trim();
    await button(dialog, 'Done').click();
    await row(admin, 'shop+ci').getByText('shop/web').waitFor();

    await place.run('sh', ['-c', login]);
    const host = new URL(scene.server.url).host;
    const copy = (to: string) =>
      place.skopeo(
        'copy',
        '--src-tls-verify=false',
        '--dest-tls-verify=false',
        `docker://${host}/shop/web:v1`,
        `docker://${host}/${to}`,
      );
    await copy('shop/web:by-robot');
    await expect(copy('shop/plan:by-robot')).rejects.toThrow(/denied|unauthorized/i);

    await button(row(admin, 'shop+ci'), 'Actions for shop+ci').click();
    await admin.getByRole('menuitem', { name: 'Make another secret' }).click();
    await button(admin.getByRole('dialog'), 'Make another secret').click();
    await admin.getByText('The login of shop+ci').waitFor();
    await button(admin.getByRole('dialog'), 'Done').click();
    await expect(copy('shop/web:late')).rejects.toThrow(/unauthorized|authentication/i);
  });
});
