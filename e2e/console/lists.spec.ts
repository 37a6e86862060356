import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openWindow } from '../support/browser.ts';
import { imageOf } from '../support/images.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { sampleIndex } from './sample-image.ts';
import { enter, settled } from './steps.ts';
import { words } from './words.ts';

const say = words['en-US'];
const pageRows = 50;
const nodeLimit = 1_500;
const count = 60;
const twoDigits = (n: number) => String(n).padStart(2, '0');

describe('long lists', () => {
  let scene: Scene;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    [scene, browser] = await Promise.all([openScene({ organizations: ['acme', 'other'] }), openBrowser()]);
    const names = Array.from({ length: count }, (_, n) => `acme/service-${twoDigits(n)}`);
    const small = imageOf({ seed: 'list', layers: [200] });
    for (const name of [...names, 'other/tool']) {
      await (await scene.registryFor(name)).pushImage(name, 'latest', small);
    }
    const many = sampleIndex('lists', ['linux/amd64', 'linux/arm64/v8', 'linux/arm/v7', 'linux/s390x']);
    const [first = ''] = names;
    const registry = await scene.registryFor(first);
    await registry.pushIndex(first, 'v1.0', many);
    for (let n = 1; n < count; n += 1) await registry.putManifest(first, `v1.${n}`, many.index);
    for (const tag of ['latest', ...names.map((_, n) => `v1.${n}`)]) await registry.get(`/${first}/manifests/${tag}`);
    page = (await openWindow(browser, { url: scene.server.url })).page;
    await enter(page, say, { user: adminName, password: adminPassword });
  });
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
  });

  async function open(address: string): Promise<void> {
    await page.goto(address);
    await page.locator('tbody tr').first().waitFor();
    await settled(page);
  }
  const firstCells = () => page.locator('tbody th').allTextContents();

  it.each(['/images', '/organizations/acme'])(`a page of ${pageRows} rows of %s is light`, async (address) => {
    await open(address);
    await expect.poll(() => page.locator('tbody tr').count()).toBe(pageRows);
    expect(await page.locator('*').count()).toBeLessThanOrEqual(nodeLimit);
  });

  it('tags tell when they were pulled last, and their list is light with that', async () => {
    // Pulls are counted in the background.
    await expect
      .poll(async () => {
        await open('/images/acme/service-00');
        return page.locator('tbody td time:text("ago"), tbody td time:text("now")').count();
      })
      .toBe(2 * pageRows);
    expect(await page.locator('tbody tr').count()).toBe(pageRows);
    expect(await page.locator('*').count()).toBeLessThanOrEqual(nodeLimit);
  });

  it('order, page and filter stand in the address, and a reload shows the same rows', async () => {
    await open('/images/acme/service-00');
    await page.getByLabel('Order').selectOption('Version, highest first');
    await expect.poll(async () => (await firstCells())[0]).toBe('v1.59');
    await page.getByRole('button', { name: 'Next' }).click();
    await expect.poll(async () => (await firstCells()).length).toBe(count + 1 - pageRows);
    const second = await firstCells();
    expect(second).toContain('v1.1');
    await page.reload();
    await settled(page);
    await expect.poll(firstCells).toEqual(second);
    await page.getByRole('button', { name: 'Previous' }).click();
    await expect.poll(async () => (await firstCells())[0]).toBe('v1.59');
    await page.getByRole('searchbox').fill('v1.5');
    await expect.poll(async () => (await firstCells()).length).toBe(11);
    await page.reload();
    await expect.poll(async () => (await firstCells()).length).toBe(11);
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('v1.5');
  });

  it('the browser goes back to the page of the list that it came from', async () => {
    await open('/images/acme/service-00?sort=name');
    await page.getByRole('button', { name: 'Next' }).click();
    await expect.poll(async () => (await firstCells()).length).toBe(count + 1 - pageRows);
    const second = await firstCells();
    await page.locator('tbody th a').first().click();
    await page.getByRole('heading', { level: 1, name: `service-00:${second[0]}` }).waitFor();
    await page.goBack();
    await expect.poll(firstCells).toEqual(second);
  });

  it('images are limited to an organization by the address', async () => {
    await open('/images');
    await page.getByLabel('Organization').selectOption('other');
    await expect.poll(firstCells).toEqual(['other/tool']);
    await page.waitForURL('**/images?organization=other');
    await page.reload();
    await expect.poll(firstCells).toEqual(['other/tool']);
    await page.getByRole('searchbox').fill('no such image');
    await page.getByText('Nothing matches').waitFor();
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await expect.poll(firstCells).toEqual(['other/tool']);
  });
});
