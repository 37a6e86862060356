import { open, readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openWindow, type Window } from '../support/browser.ts';
import { createWorkplace, type Workplace } from '../support/command.ts';
import type { TestImage, TestIndex } from '../support/images.ts';
import { readLayoutIndex } from '../support/layout.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { sampleImage, sampleIndex } from './sample-image.ts';
import { button, enter, expectAccessible, row, settled } from './steps.ts';
import { words } from './words.ts';

const say = { open: '下载归档', download: '下载', oci: '仅 OCI 布局', filter: '筛选版本' };

describe('downloads of images', () => {
  let scene: Scene;
  let place: Workplace;
  let browser: Browser;
  let window: Window;
  let one: TestImage;
  let many: TestIndex;
  let name: string;

  beforeAll(async () => {
    [scene, place, browser] = await Promise.all([openScene(), createWorkplace(), openBrowser()]);
    const registry = await scene.registryFor('acme/team/web');
    one = sampleImage('download');
    many = sampleIndex('download', ['linux/amd64', 'linux/arm64/v8']);
    await registry.pushImage('acme/team/web', 'v1', one);
    await registry.pushIndex('acme/team/web', 'multi', many);
    name = `${scene.server.host}/acme/team/web`;
    window = await openWindow(browser, { url: scene.server.url, language: 'zh-CN', colorMode: 'dark' });
    await enter(window.page, words['zh-CN'], { user: adminName, password: adminPassword });
  });
  afterAll(async () => {
    await browser?.close();
    await place?.close();
    await scene?.close();
  });

  /** Clicks the dialog's link and keeps the file. */
  async function download(page: Page): Promise<string> {
    const link = page.getByRole('dialog').getByRole('link', { name: say.download });
    await link.waitFor();
    const [started] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const file = place.path(started.suggestedFilename());
    await started.saveAs(file);
    return file;
  }

  it('from the tag page: what docker and podman load', async () => {
    const { page } = window;
    await page.goto('/images/acme/team/web/-/tags/v1');
    await settled(page);
    await button(page.locator('.page-actions'), say.open).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('docker load -i acme-team-web-v1.tar').waitFor();
    await expectAccessible(page);
    const file = await download(page);
    expect((await place.podman('load', '--input', file)).output).toContain(`Loaded image: ${name}:v1`);
    expect((await place.podman('images', '--no-trunc', '--quiet')).stdout.trim()).toBe(one.config.descriptor.digest);
    await place.skopeo('copy', `docker-archive:${file}:${name}:v1`, `dir:${place.path('from-docker')}`);
    await place.skopeo('copy', `oci-archive:${file}`, `oci:${place.path('from-oci')}:v1`);
    expect((await readLayoutIndex(place.path('from-oci')))[0]?.digest).toBe(one.manifest.descriptor.digest);
  });

  it('goes on where it stopped, with equal bytes', async () => {
    const whole = await readFile(place.path('acme-team-web-v1.tar'));
    const cookies = await window.context.cookies();
    const headers = { cookie: cookies.map((cookie) => `${cookie.name}=${cookie.value}`).join('; ') };
    const address = `${scene.server.url}/api/organizations/acme/repositories/team%2Fweb/download?tag=v1`;
    const first = await fetch(address, { headers: { ...headers, range: 'bytes=0-99999' } });
    const etag = first.headers.get('etag') ?? '';
    const rest = await fetch(address, { headers: { ...headers, range: 'bytes=100000-', 'if-range': etag } });
    expect([first.status, rest.status]).toEqual([206, 206]);
    const parts = [Buffer.from(await first.arrayBuffer()), Buffer.from(await rest.arrayBuffer())];
    expect(Buffer.concat(parts).equals(whole)).toBe(true);
    // As a client does it.
    const half = await open(place.path('half.tar'), 'w');
    await half.write(whole.subarray(0, whole.length >> 1));
    await half.close();
    await place.run('curl', [
      '--silent',
      '--fail',
      '--continue-at',
      '-',
      '--header',
      `Cookie: ${headers.cookie}`,
      '--output',
      place.path('half.tar'),
      address,
    ]);
    expect((await readFile(place.path('half.tar'))).equals(whole)).toBe(true);
  });

  it('from the list of tags: one platform of an index as an OCI layout', async () => {
    const { page } = window;
    await page.goto('/images/acme/team/web');
    await settled(page);
    await row(page, 'multi').locator('.row-menu').click();
    await page.getByRole('menuitem').filter({ hasText: say.open }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('linux/arm64/v8').check();
    await dialog.getByLabel(say.oci).check();
    await dialog.getByText('acme-team-web-multi-linux-arm64-v8.oci.tar').first().waitFor();
    await expectAccessible(page);
    const file = await download(page);
    await place.skopeo('copy', `oci-archive:${file}:multi`, `oci:${place.path('arm')}:x`);
    const arm = many.images[1]?.manifest.descriptor.digest;
    expect((await readLayoutIndex(place.path('arm')))[0]?.digest).toBe(arm);
  });

  it('of several tags, with every platform', async () => {
    const { page } = window;
    await page.goto('/images/acme/team/web/-/tags/multi');
    await settled(page);
    await button(page.locator('.page-actions'), say.open).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(say.filter).fill('v1');
    await dialog.getByLabel('v1', { exact: true }).check();
    await dialog.getByText('docker load -i acme-team-web.tar').waitFor();
    const file = await download(page);
    await place.podman('rmi', '--all', '--force');
    const { output } = await place.podman('load', '--input', file);
    for (const loaded of ['v1', 'multi', 'multi-linux-arm64-v8']) expect(output).toContain(`${name}:${loaded}`);
    await place.skopeo('copy', '--all', `oci-archive:${file}:multi`, `oci:${place.path('all')}:x`);
    expect((await readLayoutIndex(place.path('all')))[0]?.digest).toBe(many.index.descriptor.digest);
  });

  it('wrote nothing to the console', () => {
    expect(window.complaints).toEqual([]);
  });
});
