import { mediaTypes } from '@wharf/oci';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openWindow, type Window } from '../support/browser.ts';
import { contentOf } from '../support/images.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { layeredImage } from './layered-image.ts';
import { enter, expectAccessible, row, settled } from './steps.ts';
import { words } from './words.ts';

const base = { createdBy: 'ADD rootfs.tar /', files: { 'etc/os': 'wharf', 'bin/sh': 'shell', 'opt/old': 'old' } };
const one = layeredImage([base, { createdBy: 'COPY app one', files: { 'srv/app': 'version one' } }]);
const two = layeredImage(
  [
    base,
    { createdBy: 'COPY app two', files: { 'srv/app': 'version two!', 'srv/more': 'more' } },
    { createdBy: 'RUN rm old', files: { 'opt/.wh.old': '' } },
  ],
  { env: ['PATH=/bin', 'MODE=fast'], user: 'root' },
);
const arm = layeredImage([base], { architecture: 'arm64' });

/** A layer is read by a job; the rest is for a busy machine. */
const patience = { timeout: 20_000 };

describe('two images side by side', () => {
  let scene: Scene;
  let browser: Browser;
  let window: Window;

  beforeAll(async () => {
    [scene, browser] = await Promise.all([openScene({ organizations: ['acme', 'other'] }), openBrowser()]);
    const registry = await scene.registryFor('acme/shop/web', 'other/web');
    await registry.pushImage('acme/shop/web', '1.0', one);
    await registry.pushImage('acme/shop/web', '2.0', two);
    await registry.pushIndex('other/web', 'multi', {
      images: [two, arm],
      index: contentOf(
        mediaTypes.ociIndex,
        JSON.stringify({
          schemaVersion: 2,
          mediaType: mediaTypes.ociIndex,
          manifests: [
            { ...two.manifest.descriptor, platform: { os: 'linux', architecture: 'amd64' } },
            { ...arm.manifest.descriptor, platform: { os: 'linux', architecture: 'arm64' } },
          ],
        }),
      ),
    });
    window = await openWindow(browser, { url: scene.server.url });
    await enter(window.page, words['en-US'], { user: adminName, password: adminPassword });
  });
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
  });

  const paths = () => window.page.locator('.compare-files tbody th').allTextContents();

  it('are reached from the row of a tag, and chosen among its neighbours', async () => {
    const { page } = window;
    await page.goto('/images/acme/shop/web');
    await row(page, '1.0').locator('.row-menu').click();
    await page.getByRole('menuitem', { name: 'Compare with…' }).click();
    await page.getByRole('heading', { name: 'Compare with which tag?' }).waitFor();
    await settled(page);
    await expectAccessible(page);
    await page.getByRole('button', { name: '2.0', exact: true }).click();
    await page.getByRole('heading', { name: 'acme/shop/web:2.0' }).waitFor();
    const address = new URL(page.url()).searchParams;
    expect([address.get('left'), address.get('right')]).toEqual(['acme/shop/web:1.0', 'acme/shop/web:2.0']);
  });

  it('show what differs in config, environment and layers', async () => {
    const { page } = window;
    await page.goto('/compare?left=acme/shop/web:1.0&right=acme/shop/web:2.0');
    await expect.poll(() => row(page, 'MODE').textContent()).toContain('fast');
    await expect.poll(() => row(page, 'User').textContent()).toMatch(/app.*root/);
    const layers = page.getByRole('table', { name: 'Layers' }).locator('tbody tr');
    expect((await layers.allInnerTexts()).map((text) => text.split(/\s/).slice(0, 2).join(' '))).toEqual([
      expect.stringContaining('Both'),
      'Left only',
      'Right only',
      'Right only',
    ]);
    await expectAccessible(page);
  });

  it('show which files differ, when their layers were read', async () => {
    const { page } = window;
    await page.getByRole('tab', { name: 'Files' }).click();
    await expect.poll(paths, patience).toEqual(['/opt/old', '/srv/app', '/srv/more']);
    await page.locator('.compare-sums').getByText('1 added, 4 B').waitFor();
    await expectAccessible(page);
    await page.getByLabel('Change', { exact: true }).selectOption('Changed');
    await expect.poll(paths, patience).toEqual(['/srv/app']);
    await page.reload();
    await expect.poll(paths, patience).toEqual(['/srv/app']);
    await page.getByRole('button', { name: 'Exchange the sides' }).click();
    await page.getByLabel('Change', { exact: true }).selectOption('All changes');
    await expect.poll(() => row(page, '/srv/more').textContent(), patience).toContain('Removed');
  });

  it('are of any platform, and of another organization', async () => {
    const { page } = window;
    await page.goto('/compare?left=acme/shop/web:2.0&right=other/web:multi');
    await page.getByText('Both sides are the same image.').waitFor();
    await page.getByLabel('Platform: Right').selectOption('linux/arm64');
    await expect
      .poll(() => new URL(page.url()).searchParams.get('right'), patience)
      .toBe('other/web:multi@linux/arm64');
    await page.reload();
    await expect.poll(() => page.getByLabel('Platform: Right').inputValue(), patience).toBe('linux/arm64');
  });

  it('are typed in; what is no image is told at its field', async () => {
    const { page } = window;
    await page.goto('/compare');
    await page.getByLabel('Left', { exact: true }).fill('acme/shop/web:1.0');
    await page.getByLabel('Right', { exact: true }).fill('what?');
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await page.getByText('Write organization/image:tag').waitFor();
    await page.getByLabel('Right', { exact: true }).fill('acme/shop/web:none');
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await page.getByRole('alert').waitFor();
    await expectAccessible(page);
  });

  it('nothing was written to the console', () => {
    expect(window.complaints).toEqual([]);
  });
});
