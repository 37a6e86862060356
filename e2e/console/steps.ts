import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Credentials } from '../support/tokens.ts';
import type { Words } from './words.ts';

/** antd spaces two Chinese characters on a button, so names of buttons are compared without spaces. */
export function button(within: Page | Locator, name: string): Locator {
  const spaced = [...name].map((letter) => letter.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s*');
  return within.getByRole('button', { name: new RegExp(`^\\s*${spaced}\\s*$`) });
}

/** Fills the form of the sign-in page and sends it. */
export async function sendSignIn(page: Page, words: Words, { user, password }: Credentials): Promise<void> {
  await page.getByLabel(words.user, { exact: true }).fill(user);
  await page.getByLabel(words.password, { exact: true }).fill(password);
  await button(page.locator('form'), words.signIn).click();
}

/** Opens an address behind the sign-in, signing in on the way. */
export async function enter(page: Page, words: Words, credentials: Credentials, address = '/'): Promise<void> {
  await page.goto(address);
  await page.getByRole('heading', { name: words.signInTitle }).waitFor();
  await sendSignIn(page, words, credentials);
  await page.getByRole('navigation').first().waitFor();
}

/** No violation that axe calls critical or serious; names the rule and the element of each. */
export async function expectAccessible(page: Page): Promise<void> {
  // No page of the console has frames, so that axe needs no second page to join results in; nor are its selectors of what passed.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze();
  const grave = violations
    .filter(({ impact }) => impact === 'critical' || impact === 'serious')
    .map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`,
    );
  expect(grave, `on ${page.url()}`).toEqual([]);
}

/** Waits until nothing of the page's own is still loading. */
export async function settled(page: Page): Promise<void> {
  await expect
    .poll(() => page.locator('main .loading-state, [role="dialog"] .loading-state, .booting').count(), {
      timeout: 30_000,
    })
    .toBe(0);
}

/** What a copy button put on the clipboard. */
export async function copied(page: Page, copyButton: Locator): Promise<string> {
  await page.evaluate('navigator.clipboard.writeText("")');
  await copyButton.click();
  const read = () => page.evaluate<string>('navigator.clipboard.readText()');
  await expect.poll(read).not.toBe('');
  return read();
}

/** The first row of the page's table that holds this text. */
export function row(page: Page, text: string): Locator {
  return page.locator('tbody tr').filter({ hasText: text }).first();
}
