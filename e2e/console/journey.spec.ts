import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ColorMode, type Language, openBrowser, openWindow, type Window } from '../support/browser.ts';
import { createWorkplace, type Workplace } from '../support/command.ts';
import { writeLayout } from '../support/layout.ts';
import { adminName, startServer, type WharfServer } from '../support/server.ts';
import { sampleImage, sampleIndex, sampleLayerCount } from './sample-image.ts';
import { button, copied, enter, expectAccessible, row, sendSignIn, settled } from './steps.ts';
import { words } from './words.ts';

/** `npm run screenshot` names the README's picture. The default port then, so that its commands read as a reader's own would. */
const { WHARF_SCREENSHOT: picture } = process.env;

const walks: [Language, ColorMode][] = [
  ['en-US', 'light'],
  ['zh-CN', 'dark'],
];

describe.each(walks)('from the first start to the first image, in %s and %s', (language, colorMode) => {
  const say = words[language];
  let server: WharfServer;
  let place: Workplace;
  let browser: Browser;
  let window: Window;
  let password: string;

  beforeAll(async () => {
    // Without a configured password the first start makes one. `library`, which it makes too, takes nothing of the quota.
    const WHARF_PORT = picture === undefined ? '0' : '8080';
    const env = { WHARF_ADMIN_PASSWORD: '', WHARF_ORGANIZATION_QUOTA: '2', WHARF_PORT };
    [server, place, browser] = await Promise.all([startServer({ env }), createWorkplace(), openBrowser()]);
    window = await openWindow(browser, { url: server.url, language, colorMode });
    password = /Password:\s+(\S+)/.exec(server.log())?.[1] ?? '';
    await writeLayout(place.path('one'), 'v1', sampleImage('journey'));
    await writeLayout(place.path('many'), 'v2', sampleIndex('journey', ['linux/amd64', 'linux/arm64/v8']));
  });
  afterAll(async () => {
    await browser?.close();
    await place?.close();
    await server?.close();
  });

  it('signs in with the password that the first start printed', async () => {
    const { page } = window;
    expect(password).not.toBe('');
    await page.goto('/organizations');
    await sendSignIn(page, say, { user: adminName, password: 'not the password' });
    await page.getByText(say.wrongCredentials).waitFor();
    await expectAccessible(page);
    await sendSignIn(page, say, { user: adminName, password });
    // Signing in leads to the page that was asked for.
    await page.getByRole('heading', { level: 1, name: say.organizations }).waitFor();
    // The organization that every server begins with is nobody's own.
    await row(page, 'library').waitFor();
    await page.getByRole('heading', { name: say.firstOrganization }).waitFor();
    await settled(page);
    await expectAccessible(page);
  });

  it('refuses wrong names of organizations while they are typed, each with its own sentence', async () => {
    const { page } = window;
    await page.goto('/overview');
    await button(page.locator('.first-steps'), say.createOrganization).click();
    const dialog = page.getByRole('dialog');
    for (const [name, sentence] of say.refusals) {
      await dialog.getByLabel(say.name, { exact: true }).fill(name);
      await dialog.getByText(sentence).waitFor();
    }
    await expectAccessible(page);
    await button(dialog, say.create).click();
    await dialog.getByText(say.refusals.at(-1)?.[1] ?? '').waitFor();
  });

  it('creates an organization and shows how to push to it', async () => {
    const { page } = window;
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(say.name, { exact: true }).fill('shop');
    await dialog.getByText(`${server.host}/shop/`).waitFor();
    await button(dialog, say.create).click();
    await page.waitForURL('**/organizations/shop');
    await page.getByText(say.waiting).waitFor();
    await page.getByText(`docker push ${server.host}/shop/IMAGE:TAG`).waitFor();
    await settled(page);
  });

  it('refuses a taken name, and one beyond the quota, at the field', async () => {
    const { page } = window;
    await page.goto('/organizations?dialog=create');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(say.name, { exact: true }).fill('shop');
    await button(dialog, say.create).click();
    await dialog.getByText(say.taken).waitFor();
    await dialog.getByLabel(say.name, { exact: true }).fill('second');
    await button(dialog, say.create).click();
    await page.waitForURL('**/organizations/second');
    await page.goto('/organizations?dialog=create');
    await dialog.getByLabel(say.name, { exact: true }).fill('third');
    await button(dialog, say.create).click();
    await dialog.getByText(say.quota).waitFor();
  });

  it('gives a login command that a client can use as it is', async () => {
    const { page } = window;
    await page.goto('/organizations/shop');
    await page.getByText(say.waiting).waitFor();
    await page.locator('.first-push').getByRole('button', { name: say.loginCommand }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('tab', { name: 'skopeo' }).click();
    await settled(page);
    await expectAccessible(page);
    const lines = dialog.locator('.copy-command [role=tabpanel]');
    const command = await copied(page, lines.getByRole('button').first());
    expect(command).toContain(server.host);
    // The password is on the clipboard, not on the screen.
    const shown = (await lines.textContent()) ?? '';
    expect(shown).toContain('••••');
    expect(shown).not.toContain(/ -p (\S+)/.exec(command)?.[1] ?? command);
    await place.run('sh', ['-c', command]);
    await button(dialog, say.done).click();
    await dialog.waitFor({ state: 'hidden' });
  });

  it('shows the first push without a reload', async () => {
    const { page } = window;
    await page.evaluate('document.body.dataset.here = "since before the push"');
    const target = `docker://${server.host}/shop/web`;
    await place.skopeo('copy', '--dest-tls-verify=false', `oci:${place.path('one')}:v1`, `${target}:v1`);
    await row(page, 'web').waitFor();
    expect(await page.evaluate('document.body.dataset.here')).toBe('since before the push');
    await settled(page);
    await place.skopeo('copy', '--all', '--dest-tls-verify=false', `oci:${place.path('many')}:v2`, `${target}:v2`);
  });

  it('shows the image with its tags', async () => {
    const { page } = window;
    await row(page, 'web').getByRole('link', { name: 'web' }).click();
    await page.getByRole('heading', { level: 1, name: 'shop/web' }).waitFor();
    await page.getByText(say.visibility, { exact: true }).waitFor();
    await row(page, 'v1').getByText('linux/amd64', { exact: true }).waitFor();
    await row(page, 'v2').getByText('linux/arm64/v8', { exact: true }).waitFor();
    await settled(page);
    const pull = await copied(page, row(page, 'v2').locator('button[title*=":v2"]'));
    expect(pull).toContain(`docker://${server.host}/shop/web:v2`);
  });

  it("shows a tag's config, and its layers as a picture tied to the table", async () => {
    const { page } = window;
    await row(page, 'v1').getByRole('link', { name: 'v1' }).click();
    await page.getByRole('heading', { level: 1, name: 'web:v1' }).waitFor();
    const drawn = page.getByRole('listbox', { name: say.layers });
    await drawn.waitFor();
    await expect.poll(() => drawn.getByRole('option').count()).toBe(sampleLayerCount);
    await expect.poll(() => page.locator('.layers-table tbody tr').count()).toBe(sampleLayerCount);
    await drawn.getByRole('option').nth(1).hover();
    await expect.poll(() => page.locator('.layer-row-active').textContent()).toContain('apt-get update');
    await settled(page);
    await page.getByRole('tab', { name: say.config }).click();
    for (const text of [
      '/usr/bin/node',
      'dist/main.js',
      '/srv/app',
      '8080/tcp',
      '/srv/data',
      'NODE_ENV',
      'Sample shop',
    ]) {
      await page.getByRole('tabpanel').getByText(text, { exact: true }).first().waitFor();
    }
    await page.getByText(say.byDigest).click();
    await page
      .getByText(/@sha256:[a-f0-9]{64}/)
      .first()
      .waitFor();
  });

  it("takes the README's picture", async () => {
    const { page } = window;
    const usual = page.viewportSize();
    await page.setViewportSize({ width: 1280, height: 1060 });
    await page.goto('/images/shop/web/-/tags/v2');
    await page.getByRole('option').nth(1).hover();
    await page.locator('.layer-row-active').waitFor();
    await page.screenshot({ path: picture ?? place.path('screenshot.png') });
    if (usual) await page.setViewportSize(usual);
  });

  it('keeps platform and tab of a multi-platform tag over a reload', async () => {
    const { page } = window;
    await page.goto('/images/shop/web/-/tags/v2');
    await page.locator('label').filter({ hasText: 'linux/arm64/v8' }).click();
    await page.waitForURL('**/-/tags/v2?platform=*');
    await page.getByRole('tab', { name: say.config }).click();
    await page.waitForURL(/platform=linux%2Farm64%2Fv8.*tab=config/);
    await page.reload();
    await page.getByText('Sample shop', { exact: true }).waitFor();
    await expect.poll(() => page.getByRole('radio', { name: /linux\/arm64\/v8/ }).isChecked()).toBe(true);
    await expectAccessible(page);
  });

  it('counts it all on the overview, traffic too', async () => {
    const { page } = window;
    await page.goto('/overview');
    const figures = page.locator('.figures dd');
    await expect.poll(() => figures.allTextContents()).toEqual(['3', '1', '2', expect.stringMatching(/[MK]iB/)]);
    await page.locator('.chart-bar').first().waitFor({ state: 'attached' });
    await settled(page);
  });

  it('signs out everywhere', async () => {
    const other = await openWindow(browser, { url: server.url, language, colorMode });
    await enter(other.page, say, { user: adminName, password }, '/images');
    const { page } = window;
    await page.goto('/profile');
    await settled(page);
    await button(page, say.everywhere).click();
    await button(page.locator('.ant-popconfirm'), say.everywhere).click();
    await page.getByRole('heading', { name: say.signInTitle }).waitFor();
    await other.page.reload();
    await other.page.getByRole('heading', { name: say.signInTitle }).waitFor();
    await other.context.close();
  });

  it('met no fault of its own on the way', () => {
    expect(window.complaints).toEqual([]);
    expect(server.log()).not.toMatch(/"level":(?:50|60)/);
  });
});
