import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, chromium } from 'playwright-core';
import { sha256 } from './content.ts';
import { header } from './layer.ts';
import { median } from './measure.ts';
import { type Row, row } from './report.ts';
import { benchPassword, benchUser, startWharf, type Wharf } from './wharf.ts';

const layerBytes = 50_000_000;
const layerCount = 10;
const rounds = 3;

interface Figures {
  seconds: number;
  megabytes: number;
}

/**
 * A 500 MB archive of `docker save` through the page in Chromium (from the click to "complete"), and through
 * `skopeo copy docker-archive:` to another fresh server; then one that shares nine of its ten layers.
 */
export async function pageUpload(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'wharf-uploads-'));
  const browser = await openBrowser();
  const page: Figures[][] = [];
  const skopeo: Figures[][] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const shared = Array.from({ length: layerCount - 1 }, (_, index) => makeLayer(`shared-${index}`));
      const archives = [join(folder, 'first.tar'), join(folder, 'second.tar')];
      for (const path of archives) await writeArchive(path, [...shared, makeLayer(path)]);
      page.push(await onFreshServer((wharf) => archives.map((path) => () => throughPage(browser, wharf, path))));
      skopeo.push(await onFreshServer((wharf) => archives.map((path) => () => throughSkopeo(wharf, path))));
    }
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
  return ['first upload of 500 MB', 'second, 90 % shared'].flatMap((work, nth) => {
    const of = (all: Figures[][], figure: keyof Figures) => median(all.map((one) => one[nth]?.[figure] ?? Number.NaN));
    return [
      row(work, 's', of(page, 'seconds'), of(skopeo, 'seconds')),
      row('  bytes sent', 'MB', of(page, 'megabytes'), of(skopeo, 'megabytes')),
    ];
  });
}

/** @param uploads each gives the seconds that it took */
async function onFreshServer(uploads: (wharf: Wharf) => (() => Promise<number>)[]): Promise<Figures[]> {
  const wharf = await startWharf();
  try {
    const figures: Figures[] = [];
    for (const upload of uploads(wharf)) {
      const before = await receivedBytes(wharf);
      const seconds = await upload();
      figures.push({ seconds, megabytes: ((await receivedBytes(wharf)) - before) / 1e6 });
    }
    return figures;
  } finally {
    await wharf.stop();
  }
}

/** What the server says that clients sent; its counters are written every two seconds. */
async function receivedBytes(wharf: Wharf): Promise<number> {
  await pause(5000);
  const { traffic } = (await wharf.api.call('GET', '/overview')) as { traffic: { pushedBytes: number }[] };
  return traffic.reduce((sum, day) => sum + day.pushedBytes, 0);
}

async function throughPage(browser: Browser, { origin }: Wharf, path: string): Promise<number> {
  const context = await browser.newContext({ baseURL: origin, locale: 'en-US' });
  try {
    const page = await context.newPage();
    await page.goto('/upload?organization=bench');
    await page.getByLabel('User name', { exact: true }).fill(benchUser);
    await page.getByLabel('Password', { exact: true }).fill(benchPassword);
    await page.locator('form button[type=submit]').click();
    await page.locator('[data-input="files"]').setInputFiles(path);
    const start = page.locator('.upload-start button:enabled');
    await start.waitFor();
    const began = performance.now();
    await start.click();
    await page.getByRole('heading', { name: 'Upload complete' }).waitFor({ timeout: 300_000 });
    return (performance.now() - began) / 1000;
  } finally {
    await context.close();
  }
}

async function throughSkopeo({ origin }: Wharf, path: string): Promise<number> {
  const { host } = new URL(origin);
  const login = ['--dest-tls-verify=false', '--dest-creds', `${benchUser}:${benchPassword}`];
  const places = [`docker-archive:${path}`, `docker://${host}/bench/app:1`];
  const began = performance.now();
  const child = spawn('skopeo', ['copy', '--quiet', '--insecure-policy', ...login, ...places], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`skopeo ended with ${code}`);
  return (performance.now() - began) / 1000;
}

/** Half text, half noise, as programs are. */
function makeLayer(name: string): Buffer {
  const text = Buffer.alloc(layerBytes / 2, 'The quick brown fox jumps over the lazy dog. ');
  const content = Buffer.concat([text, randomBytes(layerBytes / 2)]);
  const end = Buffer.alloc(1024 + ((512 - (layerBytes % 512)) % 512));
  return Buffer.concat([header(`srv/${name.replaceAll('/', '-').slice(-60)}`, layerBytes), content, end]);
}

async function writeArchive(path: string, layers: readonly Buffer[]): Promise<void> {
  const file = await open(path, 'w');
  const put = async (member: string, content: Uint8Array) => {
    await file.write(header(member, content.length));
    await file.write(content);
    await file.write(Buffer.alloc((512 - (content.length % 512)) % 512));
  };
  try {
    for (const [index, layer] of layers.entries()) await put(`${index}/layer.tar`, layer);
    const rootfs = { type: 'layers', diff_ids: layers.map(sha256) };
    await put('config.json', Buffer.from(JSON.stringify({ architecture: 'amd64', os: 'linux', config: {}, rootfs })));
    const members = layers.map((_, index) => `${index}/layer.tar`);
    const manifest = [{ Config: 'config.json', RepoTags: ['app:1'], Layers: members }];
    await put('manifest.json', Buffer.from(JSON.stringify(manifest)));
    await file.write(Buffer.alloc(1024));
  } finally {
    await file.close();
  }
}

function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
}
