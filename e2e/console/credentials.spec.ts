import { readFile, writeFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openWindow, type Window } from '../support/browser.ts';
import { createWorkplace, type Workplace } from '../support/command.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { sampleImage } from './sample-image.ts';
import { button, copied, enter, expectAccessible, row, settled } from './steps.ts';
import { words } from './words.ts';

const say = words['en-US'];

describe('credentials', () => {
  let scene: Scene;
  let browser: Browser;
  let window: Window;
  let page: Page;
  let place: Workplace;

  beforeAll(async () => {
    [scene, browser, place] = await Promise.all([openScene(), openBrowser(), createWorkplace()]);
    window = await openWindow(browser, { url: scene.server.url });
    page = window.page;
    await enter(page, say, { user: adminName, password: adminPassword }, '/login-commands');
  });
  afterAll(async () => {
    await browser?.close();
    await place?.close();
    await scene?.close();
  });

  const dialog = () => page.getByRole('dialog');
  const lines = () => dialog().locator('.copy-command [role=tabpanel]');
  /** Runs the line of a tool, as it was copied, with what it wants of this machine. */
  const lineOf = async (tool: string) => {
    await dialog().getByRole('tab', { name: tool, exact: true }).click();
    return copied(page, lines().getByRole('button').first());
  };
  /** A shortcut counts when no dialog is there any more. */
  const close = async () => {
    await button(dialog(), say.done).click();
    await dialog().waitFor({ state: 'detached' });
  };
  const visible = async (within: Locator) => (await within.textContent()) ?? '';
  const logInWith = async (command: string) => (await place.attempt('sh', ['-c', command])).output;

  it('a temporary login is made for as long as its user wants, and the one before it is revoked', async () => {
    await page.keyboard.press('c');
    const before = await lineOf('skopeo');
    expect(await logInWith(before)).toContain('Login Succeeded');
    expect(await dialog().getByLabel('Valid for').locator('option').allTextContents()).toEqual([
      '1 hour',
      '2 hours',
      '4 hours',
      '6 hours',
      '12 hours',
      '24 hours',
    ]);
    await dialog().getByText('in 6 hours').waitFor();
    await dialog().getByLabel('Valid for').selectOption('2 hours');
    await dialog().getByText('in 2 hours').waitFor();
    await expect.poll(() => lineOf('skopeo')).not.toBe(before);
    expect(await logInWith(await lineOf('skopeo'))).toContain('Login Succeeded');
    await expect.poll(() => logInWith(before)).toContain('invalid username/password');
  });

  it('the pull secret and what CI needs stand there too, and no password is seen until it is asked for', async () => {
    const password = / -p (\S+)/.exec(await lineOf('Docker'))?.[1] ?? '';
    for (const [tool, text] of [
      ['Kubernetes', 'kind: Secret'],
      ['GitHub', 'docker/login-action'],
      ['GitLab', 'push-image:'],
      ['crictl', '--creds'],
    ] as const) {
      await lineOf(tool);
      const seen = await visible(lines());
      expect(seen).toContain(text);
      expect(seen).not.toContain(password);
    }
    await dialog().getByRole('button', { name: 'Show password' }).click();
    expect(await visible(lines())).toContain(password);
  });

  it('what the pull secret holds lets a client pull', async () => {
    const registry = await scene.registryFor('acme/pulled');
    await registry.pushImage('acme/pulled', '1.0', sampleImage('pulled'));
    await dialog().getByRole('tab', { name: 'Kubernetes', exact: true }).click();
    const yaml = await copied(page, lines().getByRole('button').nth(1));
    const [, config = ''] = /^ {2}\.dockerconfigjson: (\S+)$/m.exec(yaml) ?? [];
    // As kubelet reads it, and the clients' libraries their authfile.
    await writeFile(place.path('pull-secret.json'), Buffer.from(config, 'base64'));
    const inspect = (authfile: string) =>
      place.attempt('skopeo', [
        ...['inspect', '--tls-verify=false', '--authfile', authfile],
        `docker://${scene.server.host}/acme/pulled:1.0`,
      ]);
    expect(await inspect(place.path('pull-secret.json'))).toMatchObject({ code: 0 });
    await writeFile(place.path('no-secret.json'), '{}');
    expect((await inspect(place.path('no-secret.json'))).code).not.toBe(0);
    await close();
  });

  it('the login key of an access key is computed from the file that came with it', async () => {
    await button(page, 'Create access key').click();
    await expectAccessible(page);
    const download = page.waitForEvent('download');
    await dialog().getByRole('link', { name: 'Download CSV' }).click();
    const file = await (await download).path();
    const [, id = '', secret = ''] = /,(WK\w+),(\w+)/.exec(await readFile(file, 'utf8')) ?? [];
    expect(await visible(dialog())).not.toContain(secret);
    await close();

    const sent: string[] = [];
    page.on('request', (request) => sent.push(request.url() + (request.postData() ?? '')));
    await page.keyboard.press('c');
    await dialog().getByRole('tab', { name: 'Long-term' }).click();
    await dialog()
      .locator('input[type=file]')
      .setInputFiles({ name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from('no') });
    await dialog().getByText('holds no access key').waitFor();
    await dialog().locator('input[type=file]').setInputFiles(file);
    await expect.poll(() => dialog().getByLabel('Access key ID').inputValue()).toBe(id);
    await dialog().locator('.long-term .copy-command').waitFor();
    const command = await longTermLine('skopeo');
    expect(command).toContain(`-u ${id} -p `);
    expect(command).not.toContain(secret);
    expect(await logInWith(command)).toContain('Login Succeeded');
    expect(sent.filter((text) => text.includes(secret))).toEqual([]);
    await close();
    const lastUse = async () => {
      await page.reload();
      await settled(page);
      return visible(row(page, id));
    };
    await expect.poll(lastUse, { timeout: 10_000 }).toContain('127.0.0.1');
    await disableAndEnable(id, command);
  });

  async function longTermLine(tool: string): Promise<string> {
    const panel = dialog().locator('.long-term .copy-command');
    await panel.getByRole('tab', { name: tool, exact: true }).click();
    return copied(page, panel.getByRole('tabpanel').getByRole('button').first());
  }

  async function disableAndEnable(id: string, command: string): Promise<void> {
    const choose = async (action: string) => {
      await page.getByRole('button', { name: `Actions for ${id}` }).click();
      await page.getByRole('menuitem', { name: action }).click();
    };
    await choose('Disable');
    await row(page, 'Disabled').waitFor();
    expect(await logInWith(command)).toContain('invalid username/password');
    await choose('Enable');
    await row(page, id).getByText('Active').waitFor();
    expect(await logInWith(command)).toContain('Login Succeeded');
    await choose('Remove');
    await button(dialog(), 'Remove').click();
    await row(page, id).waitFor({ state: 'detached' });
    expect(await logInWith(command)).toContain('invalid username/password');
  }

  it('the own page shows them as well, and nothing complained', async () => {
    await page.goto('/profile');
    await settled(page);
    await page.getByRole('heading', { name: 'Access keys' }).waitFor();
    await row(page, 'Revoked').waitFor();
    expect(window.complaints).toEqual([]);
  });
});
