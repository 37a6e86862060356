// `npm run screenshot`: draws docs/screenshot.png, the README's picture, from the built server.
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBrowser, openWindow } from '../support/browser.ts';
import { signIn } from '../support/console-api.ts';
import { registryAt } from '../support/registry.ts';
import { adminName, adminPassword, startServer } from '../support/server.ts';
import { bearer } from '../support/tokens.ts';
import { sampleImage, sampleIndex } from './sample-image.ts';

const target = fileURLToPath(new URL('../../docs/screenshot.png', import.meta.url));
// The default port, so that the commands on the picture read as a reader's own would.
const server = await startServer({ env: { WHARF_PORT: '8080', WHARF_ORGANIZATION_QUOTA: '5' } });
const browser = await openBrowser();
try {
  const api = await signIn(server.url);
  await api.createOrganization('shop');
  const login = await api.createLogin();
  const registry = registryAt(server.url, await bearer(server.url, ['repository:shop/web:pull,push'], login));
  await registry.pushImage('shop/web', '1.4.1', sampleImage('older'));
  await registry.pushIndex('shop/web', '1.4.2', sampleIndex('newer', ['linux/amd64', 'linux/arm64/v8']));

  const { page } = await openWindow(browser, { url: server.url, width: 1280, height: 1060 });
  await page.goto('/images/shop/web/-/tags/1.4.2');
  await page.locator('input[name="user"]').fill(adminName);
  await page.locator('input[name="password"]').fill(adminPassword);
  await page.keyboard.press('Enter');
  await page.getByRole('option').nth(1).hover();
  await mkdir(dirname(target), { recursive: true });
  await page.screenshot({ path: target });
  console.log(`Wrote ${target}`);
} finally {
  await browser.close();
  await server.close();
}
