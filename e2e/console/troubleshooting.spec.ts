import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ColorMode, type Language, openBrowser, openWindow } from '../support/browser.ts';
import { createWorkplace, type Workplace } from '../support/command.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { button, enter, expectAccessible } from './steps.ts';
import { words } from './words.ts';

const say = words['en-US'];
const mei = { user: 'mei', password: 'one two three four' };

describe('troubleshooting', () => {
  let scene: Scene;
  let place: Workplace;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  let printed = '';

  beforeAll(async () => {
    [scene, browser, place] = await Promise.all([
      openScene({ organizations: ['shop'] }),
      openBrowser(),
      createWorkplace(),
    ]);
    await scene.console.createUser(mei.user, mei.password);
    ({ page, complaints } = await openWindow(browser, { url: scene.server.url }));
  });
  afterAll(async () => {
    await browser?.close();
    await place?.close();
    await scene?.close();
  });

  it('takes what skopeo printed, as it is, and says why and what to do', async () => {
    const image = `docker://${scene.server.host}/shop/web:v1`;
    const inspect = ['inspect', '--tls-verify=false', '--creds', `${mei.user}:${mei.password}`, image];
    const { code, output } = await place.attempt('skopeo', inspect);
    expect(code).not.toBe(0);
    expect(output).toMatch(/denied: image shop\/web does not exist, or you may not pull from it: .*\(refusal R-/);
    printed = output;

    await enter(page, say, mei, '/troubleshooting?tab=text');
    await page.getByRole('textbox', { name: 'Error text' }).fill(printed);
    await button(page, 'Find the cause').click();
    await page.getByRole('heading', { name: 'The permission is missing, or the name is another one' }).waitFor();
    const facts = page.locator('.trouble-facts');
    await expect.poll(() => facts.textContent()).toContain('shop/web');
    const refusal = page.locator('.refusal-facts');
    await refusal.getByText('The image does not exist, or you may not read it.').waitFor();
    await expect.poll(() => refusal.textContent()).toContain('skopeo');
    await expectAccessible(page);
  });

  it('lists it among my refused requests, and opens it by its address', async () => {
    await page.getByRole('tab', { name: 'Refused requests' }).click();
    await page.getByRole('button', { name: 'Pull shop/web:v1' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('403 DENIED').waitFor();
    const id = /R(?:-\w{4}){3}/.exec(printed)?.[0] ?? '';
    await expect.poll(() => drawer.textContent()).toContain(id);
    await expect.poll(() => page.url()).toContain(`refusal=${id}`);
    await page.reload();
    await drawer.getByText('403 DENIED').waitFor();
  });

  it('gives the commands for this server where the client met no registry', async () => {
    const { output } = await place.attempt('skopeo', ['inspect', `docker://${scene.server.host}/shop/web:v1`]);
    await page.goto('/troubleshooting?tab=text');
    await page.getByRole('textbox', { name: 'Error text' }).fill(output);
    await button(page, 'Find the cause').click();
    await page.getByRole('heading', { name: 'The client speaks https, the server plain http' }).waitFor();
    await page.getByText(`podman pull --tls-verify=false ${scene.server.host}/shop/web`).waitFor();
  });

  it('answers who may do what, whether a login works, and how the server sees me', async () => {
    await page.goto('/troubleshooting?tab=checks');
    const access = page.getByRole('region', { name: 'Who may do what?' });
    await access.getByLabel('Image').fill('shop/web');
    await button(access, 'Check').click();
    await access.getByText('mei may not pull shop/web').waitFor();
    const credential = page.getByRole('region', { name: 'Is my login still valid?' });
    await credential.getByLabel('Login name').fill(mei.user);
    await credential.getByLabel('Password (may stay empty)').fill(mei.password);
    await button(credential, 'Check').click();
    await credential.getByText('It works').waitFor();
    const connection = page.getByRole('region', { name: 'How does the server see me?' });
    await button(connection, 'Check').click();
    await connection.getByText('Both clocks agree').waitFor();
    await expect.poll(() => connection.textContent()).toContain('127.0.0.1');
    const certificate = page.getByRole('region', { name: 'Which certificate do clients see?' });
    await certificate.getByLabel('Address').fill('10.0.0.1');
    await button(certificate, 'Check').click();
    await certificate.getByText('This is no address of this server.').waitFor();
    await certificate.getByLabel('Address').fill('');
    await button(certificate, 'Check').click();
    await certificate.getByText('speaks plain http').waitFor();
    await expectAccessible(page);
  });

  it('reads well in Chinese and in the dark', async () => {
    const cookies = await page.context().cookies();
    const options: { url: string; language: Language; colorMode: ColorMode } = {
      url: scene.server.url,
      language: 'zh-CN',
      colorMode: 'dark',
    };
    const dark = await openWindow(browser, options);
    await dark.context.addCookies(cookies);
    await dark.page.goto('/troubleshooting');
    await dark.page.getByText('镜像不存在，或您无权读取。').waitFor();
    await dark.page.goto('/troubleshooting?tab=text');
    await dark.page.getByRole('textbox', { name: '错误信息' }).fill(printed);
    await button(dark.page, '查找原因').click();
    await dark.page.getByRole('heading', { name: '缺少权限，或名称不对' }).waitFor();
    const facts = await dark.page.locator('.refusal-facts').textContent();
    expect(facts).toContain('拉取需要“只读”权限');
    expect(facts).toContain('pull needs read');
    // What the mouse hovers over is in another colour for a moment.
    await dark.page.mouse.move(0, 0);
    await expectAccessible(dark.page);
    await dark.context.close();
    expect([...complaints, ...dark.complaints]).toEqual([]);
  });
});
