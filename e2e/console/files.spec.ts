import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openWindow, type Window } from '../support/browser.ts';
import { randomBytesOf } from '../support/bytes.ts';
import { referrerOf } from '../support/images.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { layeredImage } from './layered-image.ts';
import { enter, expectAccessible, row, settled } from './steps.ts';
import { words } from './words.ts';

const tagAddress = '/images/acme/shop/web/-/tags/1.0';
const secret = 'password=hunter2\n';

const image = layeredImage([
  {
    createdBy: 'ADD rootfs.tar /',
    files: {
      bin: '→usr/bin',
      'usr/': '',
      'usr/bin/': '',
      'usr/bin/tool': randomBytesOf('tool', 300_000),
      'etc/': '',
      'etc/motd': 'hello\n',
    },
  },
  { createdBy: 'COPY secret.env /srv/', files: { 'srv/': '', 'srv/secret.env': secret, 'etc/motd': 'hello again\n' } },
  { createdBy: 'RUN rm /srv/secret.env', files: { 'srv/.wh.secret.env': '' } },
]);

/** A layer is read by a job; the rest is for a busy machine. */
const patience = { timeout: 20_000 };

describe('the files of an image', () => {
  let scene: Scene;
  let browser: Browser;
  let window: Window;

  beforeAll(async () => {
    [scene, browser] = await Promise.all([openScene({ organizations: ['acme', 'other'] }), openBrowser()]);
    const registry = await scene.registryFor('acme/shop/web', 'other/web');
    await registry.pushImage('acme/shop/web', '1.0', image);
    await registry.pushImage('other/web', 'copy', image);
    const signature = referrerOf(
      image.manifest.descriptor,
      'application/vnd.dev.cosign.artifact.sig.v1+json',
      'signed',
    );
    await registry.pushImage('acme/shop/web', signature.manifest.descriptor.digest, signature);
    window = await openWindow(browser, { url: scene.server.url });
    await enter(window.page, words['en-US'], { user: adminName, password: adminPassword });
  });
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
  });

  const firstCells = () => window.page.locator('.file-browser tbody th').allTextContents();
  const trimmed = async () => (await firstCells()).map((text) => text.trim());

  it('are read after the push and shown without a reload', async () => {
    const { page } = window;
    await page.goto(tagAddress);
    await page.getByRole('tab', { name: 'Files' }).click();
    await expect.poll(trimmed, patience).toEqual(['etc', 'srv', 'usr', 'bin→leads tousr/bin']);
    await expectAccessible(page);
    const total = page.locator('.files-total');
    await expect.poll(() => total.textContent()).toContain('Wasted');
    await total.getByText('What wastes space').click();
    expect(await total.locator('li').allInnerTexts()).toEqual([
      expect.stringContaining('/srv/secret.env'),
      expect.stringContaining('/etc/motd'),
    ]);
  });

  it('are gone through by directory; the address shares the place', async () => {
    const { page } = window;
    await page.goto(`${tagAddress}?tab=files`);
    await page.getByRole('button', { name: 'usr/bin', exact: true }).click();
    await expect.poll(trimmed, patience).toEqual(['tool']);
    await expect.poll(() => new URL(page.url()).searchParams.get('dir')).toBe('usr/bin');
    await page.reload();
    await expect.poll(trimmed, patience).toEqual(['tool']);
    await page.getByRole('navigation', { name: 'Path' }).getByRole('button', { name: 'root' }).click();
    await expect.poll(async () => (await trimmed()).length, patience).toBe(4);
    await page.goBack();
    await expect.poll(trimmed, patience).toEqual(['tool']);
  });

  it('open as text or say that they are none, and are downloaded', async () => {
    const { page } = window;
    await page.goto(`${tagAddress}?tab=files&dir=etc`);
    await page.getByRole('button', { name: 'motd', exact: true }).click();
    await expect.poll(() => page.locator('.file-text').textContent(), patience).toBe('hello again\n');
    await expectAccessible(page);
    await page.goto(`${tagAddress}?tab=files&file=usr/bin/tool`);
    await page.getByText('This is no text').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('tool');
    expect(await readFile(await download.path())).toEqual(Buffer.from(randomBytesOf('tool', 300_000)));
  });

  it('of one layer say what it did; what a layer deletes can still be read', async () => {
    const { page } = window;
    await page.goto(`${tagAddress}?tab=files`);
    await page.getByLabel('Layer', { exact: true }).selectOption('What layer 3 did');
    await expect.poll(trimmed, patience).toEqual(['srv']);
    await page.getByRole('button', { name: 'srv', exact: true }).click();
    await expect.poll(async () => row(page, 'secret.env').textContent(), patience).toContain('Deleted');
    await page.getByRole('button', { name: 'secret.env' }).click();
    await expect.poll(() => page.locator('.file-text').textContent(), patience).toBe(secret);
    await page.getByText('still lies in an earlier layer').waitFor();
    await page.goto(`${tagAddress}?tab=files&layer=1&dir=etc`);
    await expect.poll(async () => row(page, 'motd').textContent(), patience).toContain('Changed');
  });

  it('are found by name', async () => {
    const { page } = window;
    await page.goto(`${tagAddress}?tab=files`);
    await page.getByRole('searchbox').fill('OO');
    await expect.poll(trimmed, patience).toEqual(['/usr/bin/tool']);
    await page.getByRole('searchbox').fill('no such file');
    await page.getByText('0 matches').waitFor();
    await page.getByRole('searchbox').fill('secret');
    await page.getByText('0 matches').waitFor();
  });

  it('stand beside what refers to the image, and where else it is', async () => {
    const { page } = window;
    await page.goto(`${tagAddress}?tab=related`);
    await page.locator('.referrers').getByText('Signature').waitFor();
    await page.getByRole('link', { name: 'other/web' }).waitFor();
    await settled(page);
    await expectAccessible(page);
    await page.getByRole('link', { name: 'copy' }).click();
    await page.getByRole('heading', { level: 1, name: 'web:copy' }).waitFor();
  });

  it('nothing was written to the console', () => {
    expect(window.complaints).toEqual([]);
  });
});
