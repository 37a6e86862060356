import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openWindow } from '../support/browser.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { sampleImage } from './sample-image.ts';
import { settled } from './steps.ts';

/** More stops than any way on a page needs. */
const stopLimit = 80;

describe('with the keyboard alone', () => {
  let scene: Scene;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    [scene, browser] = await Promise.all([openScene({ organizations: ['acme'] }), openBrowser()]);
    const registry = await scene.registryFor('acme/web');
    await registry.pushImage('acme/web', 'v1', sampleImage('keyboard'));
    page = (await openWindow(browser, { url: scene.server.url })).page;
  });
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
  });

  const hasFocus = async (target: Locator) => (await target.and(page.locator(':focus')).count()) === 1;

  /** Presses Tab until the element has the focus, as somebody without a mouse would. */
  async function tabTo(target: Locator): Promise<void> {
    await target.waitFor();
    for (let stop = 0; stop < stopLimit; stop += 1) {
      if (await hasFocus(target)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`no Tab leads to ${target}`);
  }

  it('somebody signs in', async () => {
    await page.goto('/');
    const user = page.getByLabel('User name');
    await user.waitFor();
    await tabTo(user);
    await page.keyboard.type(adminName);
    await page.keyboard.press('Tab');
    await page.keyboard.type(adminPassword);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  });

  it('skips the navigation', async () => {
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await tabTo(page.getByRole('link', { name: 'Skip to content' }));
    await page.keyboard.press('Enter');
    await expect.poll(() => hasFocus(page.locator('main'))).toBe(true);
  });

  it('creates an organization by shortcuts and Enter', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByRole('heading', { level: 1, name: 'Organizations' }).waitFor();
    await settled(page);
    await page.keyboard.press('n');
    const name = page.getByRole('dialog').getByLabel('Name', { exact: true });
    await expect.poll(() => hasFocus(name)).toBe(true);
    await page.keyboard.type('keys');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'keys' }).waitFor();
  });

  it('opens the menu of a row and a dialog from it, and comes back to the row', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    // The page of the organization has a menu of this name too: it must be gone.
    await page.getByRole('heading', { level: 1, name: 'Organizations' }).waitFor();
    await settled(page);
    const menu = page.getByRole('button', { name: 'Actions for keys' });
    await tabTo(menu);
    await page.keyboard.press('Enter');
    const item = page.getByRole('menuitem', { name: 'Delete organization' });
    await item.waitFor();
    await expect.poll(() => page.locator('[role="menu"]:focus, [role="menu"] :focus').count()).toBe(1);
    // The first press may meet the menu itself or its first item.
    const reachItem = async () => {
      if (await hasFocus(item)) return true;
      await page.keyboard.press('ArrowDown');
      return false;
    };
    await expect.poll(reachItem).toBe(true);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    const box = dialog.getByRole('textbox');
    await expect.poll(() => hasFocus(box)).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await expect.poll(() => hasFocus(menu)).toBe(true);
  });

  it('finds an image by the palette', async () => {
    await page.keyboard.press('Control+k');
    await expect.poll(() => hasFocus(page.getByRole('combobox'))).toBe(true);
    await page.keyboard.type('acme/web');
    await page.getByRole('option', { name: 'acme/web' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'acme/web' }).waitFor();
  });

  it('goes to the filter by /, and through tabs by arrows', async () => {
    await settled(page);
    await page.keyboard.press('/');
    await expect.poll(() => hasFocus(page.getByRole('searchbox'))).toBe(true);
    await tabTo(page.getByRole('link', { name: 'v1', exact: true }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'web:v1' }).waitFor();
    await tabTo(page.getByRole('tab', { name: 'Docker' }));
    await page.keyboard.press('ArrowRight');
    await page.getByText('podman pull').waitFor();
  });

  it('walks the picture of the layers, and the table follows', async () => {
    const layers = page.getByRole('listbox', { name: 'Layers by size' }).getByRole('option');
    // One stop for the whole picture: the largest layer first.
    await tabTo(layers.first());
    await expect.poll(() => page.locator('.layer-row-active').textContent()).toContain('file:3a1f09');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.locator('.layer-row-active').textContent()).toContain('apt-get update');
    await page.keyboard.press('End');
    await expect.poll(() => page.locator('.layer-row-active').textContent()).toContain('COPY dist ./dist');
    expect(await hasFocus(layers.last())).toBe(true);
  });
});
