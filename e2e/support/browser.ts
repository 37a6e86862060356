import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

export type Language = 'en-US' | 'zh-CN';
export type ColorMode = 'light' | 'dark';

export interface Window {
  page: Page;
  context: BrowserContext;
  /** What the page wrote as errors: exceptions, refused scripts and styles (CSP), failed requests. */
  complaints: string[];
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A window with a profile of its own: nothing is shared with other windows. */
export async function openWindow(
  browser: Browser,
  options: { url: string; language?: Language; colorMode?: ColorMode; width?: number; height?: number },
): Promise<Window> {
  const { url, language = 'en-US', colorMode = 'light', width = 1280, height = 800 } = options;
  const context = await browser.newContext({
    baseURL: url,
    // The server's own certificate: whether it holds is what real clients are asked.
    ignoreHTTPSErrors: url.startsWith('https:'),
    locale: language,
    colorScheme: colorMode,
    reducedMotion: 'reduce',
    viewport: { width, height },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  // Everything is on this machine, which may be busy: what is not there after this time does not come.
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    // A refused API request is a part of some journeys (wrong password, name taken); the page shows it.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      const { url: source, lineNumber } = message.location();
      complaints.push(`console on ${page.url()}: ${message.text()} (${source}:${lineNumber})`);
    }
  });
  return { page, context, complaints };
}
