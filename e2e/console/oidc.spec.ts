import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientId, clientSecret, startOidcProvider, type TestProvider } from '../../testing/oidc-provider.ts';
import { openBrowser, openWindow } from '../support/browser.ts';
import { adminName, adminPassword, startServer, type WharfServer } from '../support/server.ts';
import { button, enter, expectAccessible, row } from './steps.ts';
import { words } from './words.ts';

const say = words['en-US'];

describe('single sign-on', () => {
  let provider: TestProvider;
  let server: WharfServer;
  let browser: Browser;

  beforeAll(async () => {
    provider = await startOidcProvider();
    const env = {
      WHARF_OIDC_ISSUER: provider.issuer,
      WHARF_OIDC_CLIENT_ID: clientId,
      WHARF_OIDC_CLIENT_SECRET: clientSecret,
      WHARF_OIDC_LABEL: 'Example',
      WHARF_IDENTITY_RULES: JSON.stringify([{ group: 'devs', account: 'main' }]),
    };
    [server, browser] = await Promise.all([startServer({ env }), openBrowser()]);
    provider.register(server.url);
    provider.people.set('7001', { preferred_username: 'lin', groups: ['devs'] });
    provider.people.set('7002', { preferred_username: 'stranger', groups: [] });
    provider.people.set('7003', { preferred_username: 'the-boss', groups: [] });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await provider?.stop();
  });

  async function signInThere(page: Page, login: string): Promise<void> {
    await page.getByPlaceholder('Enter any login').fill(login);
    await page.getByPlaceholder('and password').fill('any');
    await page.getByRole('button', { name: 'Sign-in' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
  }

  it('leads to the provider and back to the page that was asked for, and ends there too', async () => {
    const { page, complaints } = await openWindow(browser, { url: server.url });
    await page.goto('/profile');
    const link = page.getByRole('link', { name: 'Sign in with Example' });
    await link.waitFor();
    await expectAccessible(page);
    await link.click();
    await signInThere(page, '7001');
    await page.waitForURL(`${server.url}/profile`);
    await page.getByText('You sign in by single sign-on').waitFor();
    expect(await page.getByRole('heading', { name: 'Second factor' }).count()).toBe(0);
    await expectAccessible(page);
    await page.getByRole('button', { name: /lin/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL(`${provider.issuer}/session/end**`);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('tells on the sign-in page why somebody is not let in', async () => {
    const { page } = await openWindow(browser, { url: server.url });
    await page.goto('/sign-in');
    await page.getByRole('link', { name: 'Sign in with Example' }).click();
    await signInThere(page, '7002');
    await page.getByRole('alert').getByText('nothing here is open to your groups').waitFor();
    await expectAccessible(page);
    await enter(page, say, { user: adminName, password: adminPassword }, '/users');
    await row(page, 'lin').getByText('Single sign-on').waitFor();
    expect(await button(page, 'stranger').count()).toBe(0);
    await page.context().close();
  });

  it('links an identity to a user with a password, and unlinks it again', async () => {
    const { page, complaints } = await openWindow(browser, { url: server.url });
    await enter(page, say, { user: adminName, password: adminPassword }, '/profile');
    const panel = page.getByRole('region', { name: 'Single sign-on' });
    const link = async (login: string) => {
      await button(panel, 'Link').click();
      await page.getByRole('dialog').getByLabel('Your password').fill(adminPassword);
      await button(page.getByRole('dialog'), 'Continue to Example').click();
      await signInThere(page, login);
    };
    await panel.getByText('Not linked').waitFor();
    await link('7001');
    await panel.getByText('This identity belongs to another user here').waitFor();
    // The provider still knows who came: it is asked for somebody else.
    await page.context().clearCookies({ name: /^_/ });
    await link('7003');
    await panel.getByText('Your identity is linked.').waitFor();
    await panel.getByText(/Since .* you can sign in by Example/).waitFor();
    await expectAccessible(page);

    const other = await openWindow(browser, { url: server.url });
    await other.page.goto('/profile');
    await other.page.getByRole('link', { name: 'Sign in with Example' }).click();
    await signInThere(other.page, '7003');
    await other.page.getByRole('button', { name: /admin/ }).waitFor();

    await button(panel, 'Unlink').click();
    await button(page.getByRole('dialog'), 'Unlink').click();
    await panel.getByText('Not linked').waitFor();
    await page.waitForURL(`${server.url}/profile`);
    await other.page.reload();
    await other.page.getByRole('heading', { name: say.signInTitle }).waitFor();
    expect(complaints).toEqual([]);
    await Promise.all([page.context().close(), other.page.context().close()]);
  });
});
