import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ColorMode, type Language, openBrowser, openWindow, type Window } from '../support/browser.ts';
import { imageOf } from '../support/images.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { button, enter, expectAccessible, row, settled } from './steps.ts';
import { words } from './words.ts';

const admin = { user: adminName, password: adminPassword };

type Say = 'audit' | 'pushed' | 'push' | 'refused' | 'only' | 'event' | 'more' | 'image' | 'none' | 'works' | 'period';
const looks: [ColorMode, Language, Record<Say, string>][] = [
  [
    'light',
    'en-US',
    {
      audit: 'Audit',
      pushed: 'to acme/app',
      push: 'Push',
      refused: 'Sign-in to the console was refused: the name or the password is wrong',
      only: 'Only Image acme/app',
      event: 'Event',
      more: 'More filters',
      image: 'Image',
      none: 'Nothing matches',
      works: 'Working',
      period: 'Time',
    },
  ],
  [
    'dark',
    'zh-CN',
    {
      audit: '审计',
      pushed: '向 acme/app 推送了',
      push: '推送',
      refused: '登录控制台被拒绝：用户名或密码错误',
      only: '只看镜像 acme/app',
      event: '事件',
      more: '更多筛选',
      image: '镜像',
      none: '没有',
      works: '正常',
      period: '时间',
    },
  ],
];

describe.each(looks)('the record of who did what, in %s and %s', (colorMode, language, say) => {
  let scene: Scene;
  let browser: Browser;
  let window: Window;
  let syslog: Server;
  let received = '';

  beforeAll(async () => {
    const sockets = (socket: Socket) => {
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        received += chunk.toString();
      });
    };
    syslog = createServer(sockets);
    await once(syslog.listen(0, '127.0.0.1'), 'listening');
    const env = { WHARF_AUDIT_SYSLOG: `tcp://127.0.0.1:${(syslog.address() as AddressInfo).port}` };
    [scene, browser] = await Promise.all([openScene({ organizations: ['acme', 'other'], env }), openBrowser()]);
    const registry = await scene.registryFor('acme/app', 'other/app');
    for (const name of ['acme/app', 'other/app']) await registry.pushImage(name, 'v1', imageOf({ seed: 'audit' }));
    await fetch(`${scene.server.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: adminName, password: 'not the password' }),
    });
    window = await openWindow(browser, { url: scene.server.url, language, colorMode });
    await enter(window.page, words[language], admin);
  });
  afterEach(() => expect(window.complaints).toEqual([]));
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
    syslog?.close();
  });

  it('tells what happened, refusals too', async () => {
    const { page } = window;
    await page.getByRole('navigation').first().getByRole('link', { name: say.audit }).click();
    await page.waitForURL('**/audit');
    await row(page, say.pushed).waitFor();
    // Refusals are written in batches.
    await expect
      .poll(async () => {
        await page.reload();
        await settled(page);
        return await row(page, say.refused).count();
      })
      .toBe(1);
    await expectAccessible(page);
  });

  it('is narrowed by what an event tells, and the address keeps that', async () => {
    const { page } = window;
    await page.getByLabel(say.event, { exact: true }).selectOption({ label: say.push });
    await page.waitForURL('**type=ManifestPushed**');
    await expect.poll(() => page.locator('tbody tr').count()).toBe(2);
    await row(page, say.pushed).getByRole('button').click();
    const details = page.getByRole('dialog');
    await details.getByText('uploadManifest').waitFor();
    await expectAccessible(page);
    await details.getByRole('button', { name: say.only }).click();
    await page.waitForURL('**repository=acme%2Fapp**');
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    await page.reload();
    await settled(page);
    await expect.poll(() => page.getByLabel(say.image, { exact: true }).inputValue()).toBe('acme/app');
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    await page.getByLabel(say.image, { exact: true }).fill('acme/absent');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('tbody tr').count()).toBe(0);
  });

  it('is exported as it is narrowed', async () => {
    const { page } = window;
    await page.goto('/audit?type=ManifestPushed&repository=acme/app');
    await settled(page);
    const link = page.getByRole('link', { name: /CSV/ });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toBe('events.csv');
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const lines = Buffer.concat(chunks).toString().trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^time,event,trace,/);
    expect(lines.slice(1)).toEqual([
      expect.stringContaining(',ManifestPushed,uploadManifest,done,main,acme,acme/app,'),
    ]);
  });

  it('says where it is forwarded, and it is', async () => {
    const { page } = window;
    await page.locator('.event-settings').getByText('tcp://127.0.0.1').waitFor();
    await page.locator('.event-settings').getByText(say.works).waitFor();
    await expect.poll(() => received).toMatch(/<110>1 \S+ \S+ wharf \d+ ManifestPushed - \{/);
  });

  it('shows who manages an organization that one', async () => {
    const { page } = window;
    await page.goto('/organizations/other?tab=audit');
    await row(page, 'other/app').waitFor();
    expect(await page.locator('tbody').textContent()).not.toContain('acme');
    await expectAccessible(page);
    await button(page.locator('main'), say.more).click();
    await page.getByLabel(say.image, { exact: true }).waitFor();
  });
});
