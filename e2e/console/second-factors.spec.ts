import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import decodeQR from 'qr/decode.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openWindow } from '../support/browser.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { button, copied, enter, expectAccessible, row, sendSignIn } from './steps.ts';
import { words } from './words.ts';

const say = words['en-US'];
const mei = { user: 'mei', password: 'one two three four' };

describe('a second factor', () => {
  let scene: Scene;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  let secret = '';
  let codes: string[] = [];

  beforeAll(async () => {
    [scene, browser] = await Promise.all([openScene({ organizations: ['shop'] }), openBrowser()]);
    await scene.console.createUser(mei.user, mei.password);
    ({ page, complaints } = await openWindow(browser, { url: scene.server.url }));
  });
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
  });

  /** What the app shows now; `later` steps on, since the server takes each code once. */
  const code = (later: number) =>
    TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.now() + later * 30_000 });
  async function signOut(): Promise<void> {
    await page.context().clearCookies();
    await page.goto('/sign-in');
    await page.getByRole('heading', { name: say.signInTitle }).waitFor();
  }

  it('is turned on with the password, the picture and the first code', async () => {
    await enter(page, say, mei, '/profile');
    const panel = page.getByRole('region', { name: 'Second factor' });
    await button(panel, 'Turn on').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Your password').fill('not it');
    await button(dialog, 'Next').click();
    await dialog.getByText('This is not your password.').waitFor();
    await dialog.getByLabel('Your password').fill(mei.password);
    await button(dialog, 'Next').click();
    const picture = dialog.getByRole('img', { name: /QR code/ });
    await picture.waitFor();
    await expectAccessible(page);
    secret = new URL(await readPicture(page)).searchParams.get('secret') ?? '';
    expect(await copied(page, dialog.getByRole('button', { name: 'Copy secret' }))).toBe(secret);
    await dialog.getByLabel('Code that the app shows').fill('000000');
    await button(dialog, 'Turn on').click();
    await dialog.getByText('This code is not right.').waitFor();
    await dialog.getByLabel('Code that the app shows').fill(code(-1));
    await button(dialog, 'Turn on').click();
    await dialog.getByRole('listitem').first().waitFor();
    codes = await dialog.getByRole('listitem').allInnerTexts();
    expect(codes).toHaveLength(10);
    await expectAccessible(page);
    await button(dialog, 'I have kept them').click();
    await panel.getByText('10 recovery codes are left.').waitFor();
  });

  it('is asked for after the password, and takes the code of the app', async () => {
    await signOut();
    await sendSignIn(page, say, mei);
    await page.getByLabel('Code of your app').fill('123 45');
    await button(page, 'Continue').click();
    await page.getByText('This code is not right, or was used before.').waitFor();
    await expectAccessible(page);
    await page.getByLabel('Code of your app').fill(code(0));
    await button(page, 'Continue').click();
    await page.getByRole('navigation').first().waitFor();
  });

  it('takes a recovery code in place of one', async () => {
    await signOut();
    await sendSignIn(page, say, mei);
    await page.getByLabel('Code of your app').fill(codes[0] ?? '');
    await button(page, 'Continue').click();
    await page.getByRole('navigation').first().waitFor();
    await page.goto('/profile');
    await page.getByText('9 recovery codes are left.').waitFor();
  });

  it('is reset by an administrator, who sees who has one', async () => {
    await signOut();
    await enter(page, say, { user: adminName, password: adminPassword }, '/users');
    await row(page, mei.user).getByText('Second factor').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: `Actions for ${mei.user}` }).click();
    await page.getByRole('menuitem', { name: 'Reset second factor' }).click();
    await button(page.getByRole('dialog'), 'Reset second factor').click();
    await row(page, mei.user).getByText('Second factor').waitFor({ state: 'detached' });
    await signOut();
    await sendSignIn(page, say, mei);
    await page.getByRole('navigation').first().waitFor();
    expect(complaints).toEqual([]);
  });
});

/** Reads the picture as a phone does: from its pixels. */
async function readPicture(page: Page): Promise<string> {
  const reds = await page.evaluate<string>(`(async () => {
    const picture = document.querySelector('svg.qr-code');
    const copy = picture.cloneNode(true);
    copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    for (const [from, to] of [...picture.querySelectorAll('path')].map((path, index) => [path, copy.children[index]])) {
      to.setAttribute('fill', getComputedStyle(from).fill);
    }
    copy.setAttribute('width', '260');
    copy.setAttribute('height', '260');
    const image = new Image();
    image.src = 'data:image/svg+xml;base64,' + btoa(new XMLSerializer().serializeToString(copy));
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 260;
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0, 260, 260);
    const { data } = context.getImageData(0, 0, 260, 260);
    return Array.from({ length: 260 * 260 }, (_, index) => (data[4 * index] > 127 ? '1' : '0')).join('');
  })()`);
  const data = Uint8Array.from([...reds].flatMap((red) => (red === '1' ? [255, 255, 255, 255] : [0, 0, 0, 255])));
  return decodeQR({ width: 260, height: 260, data });
}
