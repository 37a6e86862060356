import { readFile, writeFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openWindow, type Window } from '../support/browser.ts';
import { createWorkplace, type Workplace } from '../support/command.ts';
import { writeDockerSave } from '../support/docker-save.ts';
import { json } from '../support/http.ts';
import { imageOf } from '../support/images.ts';
import { writeLayout } from '../support/layout.ts';
import type { Registry } from '../support/registry.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { button, enter, expectAccessible, sendSignIn, settled } from './steps.ts';
import { words } from './words.ts';

const mebibyte = 1024 * 1024;
const shared = Array.from({ length: 9 }, (_, index) => ({ seed: `base-${index}`, mebibytes: 102 }));

describe('page upload', () => {
  let scene: Scene;
  let place: Workplace;
  let browser: Browser;
  let window: Window;
  let page: Page;
  let registry: Registry;

  beforeAll(async () => {
    [scene, browser, place] = await Promise.all([
      openScene({ organizations: ['acme', 'other'] }),
      openBrowser(),
      createWorkplace(),
    ]);
    registry = await scene.registryFor('acme/team/web');
    window = await openWindow(browser, { url: scene.server.url });
    page = window.page;
    await enter(page, words['en-US'], { user: adminName, password: adminPassword });
    await writeLayout(place.path('layout'), 'v1', imageOf({ seed: 'page-upload', layers: [400_000, 90_000] }));
    await place.skopeo(
      ...['copy', '--insecure-policy', `oci:${place.path('layout')}:v1`],
      `docker-archive:${place.path('small.tar')}:team/web:1.0`,
    );
  });
  afterAll(async () => {
    await browser?.close();
    await place?.close();
    await scene?.close();
  });

  async function choose(...paths: string[]): Promise<void> {
    await page.locator('[data-input="files"]').setInputFiles(paths);
  }
  const start = () => page.locator('.upload-start button');
  async function finished(timeout = 60_000): Promise<void> {
    await page.getByRole('heading', { name: 'Upload complete' }).waitFor({ timeout });
  }
  async function tagExists(repository: string, tag: string): Promise<boolean> {
    const address = `/organizations/acme/repositories/${encodeURIComponent(repository)}/tags/${tag}`;
    return (await scene.console.request('GET', address)).status === 200;
  }
  async function setQuotas(quotas: object): Promise<void> {
    expect((await scene.console.request('PATCH', '/accounts/main', { quotas })).status).toBe(200);
  }
  /** What the server says that clients sent it, once its counters are written: a pull is written with what came before. */
  async function pushedBytes(): Promise<number> {
    const sums = async () => {
      const answer = await scene.console.request('GET', '/overview');
      const { traffic } = json<{ traffic: { pulls: number; pushedBytes: number }[] }>(answer);
      const sum = (of: 'pulls' | 'pushedBytes') => traffic.reduce((total, day) => total + day[of], 0);
      return { pulls: sum('pulls'), pushedBytes: sum('pushedBytes') };
    };
    const { pulls } = await sums();
    expect((await registry.get('/acme/team/web/manifests/1.0')).status).toBe(200);
    await expect.poll(async () => (await sums()).pulls, { timeout: 10_000 }).toBeGreaterThan(pulls);
    return (await sums()).pushedBytes;
  }

  it('brings an archive of skopeo to the registry, after showing what is in it', async () => {
    await page.goto('/images');
    await page
      .getByRole('link', { name: 'Page upload' })
      .or(page.getByRole('button', { name: 'Page upload' }))
      .click();
    await page.getByRole('heading', { name: 'Page upload' }).waitFor();
    await settled(page);
    await expectAccessible(page);
    await choose(place.path('small.tar'));
    const row = page.locator('tbody tr').filter({ hasText: 'team/web:1.0' });
    await row.waitFor();
    await expect.poll(() => row.textContent()).toContain('linux/amd64');
    await expect.poll(() => row.textContent()).toContain('2 layers');
    const name = row.getByLabel(/^Image name for/);
    await expect.poll(() => name.inputValue()).toBe('team/web');
    await expect.poll(() => row.getByLabel(/^Tag for/).inputValue()).toBe('1.0');
    await expect.poll(() => start().isDisabled()).toBe(true);

    await page.getByLabel('Organization').selectOption('acme');
    await name.fill('team/Web');
    await row.getByText('“Web”: Only lowercase letters.').waitFor();
    await expect.poll(() => start().isDisabled()).toBe(true);
    await name.fill('team/web');
    await row.getByLabel(/^Tag for/).fill('-1');
    await row.getByText('It may not start with').waitFor();
    await row.getByLabel(/^Tag for/).fill('1.0');
    await expectAccessible(page);

    await start().click();
    await finished();
    await expectAccessible(page);
    expect(await page.locator('.upload-outcome .command').first().textContent()).toContain(
      `docker pull ${scene.server.host}/acme/team/web:1.0`,
    );
    await page.getByRole('link', { name: 'acme/team/web:1.0' }).click();
    await page.getByRole('heading', { name: '1.0' }).first().waitFor();

    // What a push of the same archive gives: the same config and layers, in a manifest of the same kind.
    const { user, password } = scene.login;
    const image = `docker://${scene.server.host}/acme/team/web:1.0`;
    const read = await place.skopeo('inspect', '--raw', '--tls-verify=false', '--creds', `${user}:${password}`, image);
    const manifest = JSON.parse(read.stdout);
    expect(manifest.mediaType).toBe('application/vnd.docker.distribution.manifest.v2+json');
    expect(manifest.layers).toHaveLength(2);
    await place.skopeo(
      ...['copy', '--insecure-policy', '--src-tls-verify=false', '--src-creds', `${user}:${password}`, image],
      `docker-archive:${place.path('back.tar')}:back:1`,
    );
  });

  it('warns where a tag would be overwritten, and sends nothing that is there', async () => {
    await page.goto('/upload?organization=acme');
    await choose(place.path('small.tar'));
    await page.getByText(/This tag exists \(sha256:[0-9a-f]{12}\)/).waitFor();
    const before = await pushedBytes();
    await start().click();
    await finished();
    expect(await page.locator('.upload-figures').getAttribute('data-sent')).toBe('0');
    expect(await pushedBytes()).toBe(before);
  });

  it('refuses broken archives with what is wrong and where, and changes nothing', async () => {
    const whole = await readFile(place.path('small.tar'));
    await writeFile(place.path('cut.tar'), whole.subarray(0, whole.length / 2));
    await writeFile(place.path('text.tar'), 'this is no archive, whatever its name says\n'.repeat(50));
    await writeDockerSave(place.path('lying.tar'), { names: ['lying:1.0'], layers: [{ seed: 'lie', mebibytes: 2 }] });
    const lying = await readFile(place.path('lying.tar'));
    // Within the layer's content, far from any header.
    lying.write('another word', mebibyte);
    await writeFile(place.path('lying.tar'), lying);

    await page.goto('/upload?organization=acme');
    await choose(place.path('cut.tar'), place.path('text.tar'));
    await page.getByText('The archive is cut off.').waitFor();
    await page.getByText('This is not a tar archive.').waitFor();
    await expect.poll(() => start().isDisabled()).toBe(true);
    await expectAccessible(page);
    for (const name of ['cut.tar', 'text.tar']) await page.getByRole('button', { name: `Remove ${name}` }).click();

    await choose(place.path('lying.tar'));
    await page.getByText('lying:1.0').waitFor();
    await start().click();
    await page.getByRole('heading', { name: 'Not everything could be uploaded' }).waitFor({ timeout: 30_000 });
    await page.getByText('The content differs from its digest').first().waitFor();
    await expectAccessible(page);
    expect(await tagExists('lying', '1.0')).toBe(false);
    await button(page, 'Upload more').click();
    await page.getByText('Drop image archives here').waitFor();
  });

  it('takes an OCI layout folder as it is', async () => {
    await page.goto('/upload');
    await page.locator('[data-input="folder"]').setInputFiles(place.path('layout'));
    await page.getByLabel('Organization').selectOption('acme');
    await page.getByLabel(/^Image name for/).fill('from-layout');
    await start().click();
    await finished();
    expect(await tagExists('from-layout', 'v1')).toBe(true);
    await button(page, 'Upload more').click();
  });

  it('takes a compressed archive, which only gives its layers in order', async () => {
    const layers = ['packed-1', 'packed-2', 'packed-3'].map((seed) => ({ seed, mebibytes: 9 }));
    await writeDockerSave(place.path('packed.tar'), { names: ['packed:1', 'packed:2'], layers });
    await place.run('gzip', ['-1', place.path('packed.tar')]);
    await page.goto('/upload?organization=acme');
    await choose(place.path('packed.tar.gz'));
    await start().click();
    await finished();
    expect(await page.locator('.upload-figures').getAttribute('data-there')).toBe('0');
    expect([await tagExists('packed', '1'), await tagExists('packed', '2')]).toEqual([true, true]);
    await button(page, 'Upload more').click();
  });

  it('waits for a new sign-in when the session has ended, and loses nothing', async () => {
    const layers = ['session-1', 'session-2', 'session-3'].map((seed) => ({ seed, mebibytes: 60 }));
    await writeDockerSave(place.path('session.tar'), { names: ['session:1'], layers });
    await page.goto('/upload?organization=acme');
    await choose(place.path('session.tar'));
    await start().click();
    await button(page, 'Pause').click();
    await window.context.clearCookies();
    await button(page, 'Resume').click();
    const refused = page.getByText('Your session has ended. Sign in again, then resume');
    const signIn = page.getByRole('heading', { name: words['en-US'].signInTitle });
    await refused.or(signIn).first().waitFor({ timeout: 30_000 });
    // Another part of the console notices, at the latest when it asks for something.
    if (!(await signIn.isVisible())) await page.getByRole('link', { name: 'Images' }).first().click();
    await sendSignIn(page, words['en-US'], { user: adminName, password: adminPassword });
    await page.getByRole('navigation').first().waitFor();
    await page.evaluate("history.pushState({}, '', '/upload'); dispatchEvent(new PopStateEvent('popstate'))");
    await button(page, 'Resume').click();
    await finished();
    expect(await tagExists('session', '1')).toBe(true);
  });

  it('goes on when the network is back', async () => {
    await writeDockerSave(place.path('network.tar'), {
      names: ['network:1'],
      layers: ['network-1', 'network-2'].map((seed) => ({ seed, mebibytes: 80 })),
    });
    await page.goto('/upload?organization=acme');
    await choose(place.path('network.tar'));
    await start().click();
    await page.locator('.upload-figures').first().waitFor();
    await window.context.setOffline(true);
    await page.getByText('The server does not answer; trying again.').first().waitFor({ timeout: 30_000 });
    expect(await tagExists('network', '1')).toBe(false);
    await window.context.setOffline(false);
    await finished();
    expect(await tagExists('network', '1')).toBe(true);
  });

  it('goes on with 1 GiB after a reload in the middle, and after the server was killed', async () => {
    const path = place.path('large.tar');
    await writeDockerSave(path, { names: ['large:1'], layers: [...shared, { seed: 'first', mebibytes: 110 }] });
    await page.goto('/upload?organization=acme');
    await choose(path);
    await start().click();
    const sent = () =>
      page.locator('.upload-figures').first().getAttribute('data-sent', { timeout: 60_000 }).then(Number);
    await expect.poll(sent, { timeout: 60_000, interval: 100 }).toBeGreaterThan(250 * mebibyte);
    await expectAccessible(page);
    await button(page, 'Pause').click();
    await button(page, 'Resume').waitFor();
    await page.reload();

    await page.getByRole('heading', { name: 'An upload to acme is unfinished' }).waitFor();
    await expectAccessible(page);
    await button(page, 'Continue').click();
    await choose(place.path('small.tar'));
    await page.getByText(/This is not the file that the upload began with \(large\.tar\)/).waitFor();
    await choose(path);
    // What the server had is not sent again.
    await expect.poll(sent, { timeout: 60_000, interval: 50 }).toBeGreaterThan(400 * mebibyte);
    await scene.server.kill9();
    await page.getByText('The server does not answer; trying again.').first().waitFor({ timeout: 30_000 });
    await scene.server.start();
    await finished(120_000);
    expect(await tagExists('large', '1')).toBe(true);
  });

  it('sends less than 12 % of a second image that shares 90 % of its layers', async () => {
    const path = place.path('second.tar');
    const { bytes } = await writeDockerSave(path, {
      names: ['second:1'],
      layers: [...shared, { seed: 'second', mebibytes: 100 }],
    });
    await page.goto('/upload?organization=acme');
    await choose(path);
    await page.locator('.upload-start').getByText('Already there').waitFor();
    const before = await pushedBytes();
    await start().click();
    await finished();
    const received = (await pushedBytes()) - before;
    expect(received).toBeGreaterThan(100 * mebibyte);
    expect(received).toBeLessThan(bytes * 0.12);
    expect(await tagExists('second', '1')).toBe(true);
  });

  it('gives up an upload that is cancelled', async () => {
    const path = place.path('cancelled.tar');
    await writeDockerSave(path, { names: ['cancelled:1'], layers: [{ seed: 'cancelled', mebibytes: 400 }] });
    await page.goto('/upload?organization=acme');
    await choose(path);
    await start().click();
    await button(page, 'Cancel upload').click();
    await page.getByRole('heading', { name: 'Upload cancelled' }).waitFor();
    expect(await tagExists('cancelled', '1')).toBe(false);
    await page.reload();
    await page.getByText('Drop image archives here').waitFor();
    expect(await page.getByRole('heading', { name: /is unfinished/ }).count()).toBe(0);
  });

  it('curl -T brings an archive from the command line, with the same messages', async () => {
    const { user, password } = scene.login;
    const curl = (file: string, query = '') =>
      place.run('curl', [
        ...['-sS', '-T', file, '-u', `${user}:${password}`, '-w', '\n%{http_code}'],
        `${scene.server.url}/api/organizations/acme/archives${query}`,
      ]);
    const made = (await curl(place.path('small.tar'), '?repository=by-curl&tag=2')).stdout.split('\n');
    expect(made[1]).toBe('201');
    expect(JSON.parse(made[0] ?? '').images).toMatchObject([{ reference: `${scene.server.host}/acme/by-curl:2` }]);
    expect(await tagExists('by-curl', '2')).toBe(true);
    await place.run('gzip', ['-k', place.path('small.tar')]);
    expect((await curl(place.path('small.tar.gz'))).stdout).toContain('team/web:1.0');

    const refused = (await curl(place.path('lying.tar'))).stdout.split('\n');
    expect(refused[1]).toBe('422');
    const problem = { code: 'archive-refused', detail: { reason: 'digest-differs' } };
    expect(JSON.parse(refused[0] ?? '')).toMatchObject(problem);
    expect(await tagExists('lying', '1.0')).toBe(false);
  });

  it('warns before the first byte when a quota would refuse it, and tells the refusal as the push meets it', async () => {
    await setQuotas({ tags: 1, repositories: 0, bytes: null });
    await page.goto('/upload?organization=acme');
    await choose(place.path('small.tar'));
    await page.getByLabel(/^Tag for/).fill('other');
    await page.getByText('The quota will refuse this upload.').waitFor();
    await page.getByText('acme/team/web has 1 of 1 tags; this would add 1.').waitFor();
    await page.getByText('ask a system administrator to raise the quota').waitFor();
    await expectAccessible(page);
    await start().click();
    await page.getByRole('heading', { name: 'Not everything could be uploaded' }).waitFor();
    await page.getByText('acme/team/web has 1 of 1 tags; this would add 1.').waitFor();
    await expectAccessible(page);
    await button(page, 'Upload more').click();

    await choose(place.path('small.tar'));
    await page.getByLabel(/^Image name for/).fill('another');
    await page.getByText(/The account main has \d+ of 0 images; this would add 1/).waitFor();
    // Of layers that are yet to be compressed nobody knows what they take.
    await setQuotas({ tags: null, repositories: null, bytes: 1024 ** 4 });
    await page.getByLabel(/^Tag for/).fill('some');
    await page.getByText(/The quota (?:will|may) refuse/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Remove small.tar' }).click();
  });

  it('curl is told of a quota as a push is', async () => {
    await setQuotas({ tags: 1, repositories: null, bytes: null });
    const { user, password } = scene.login;
    const address = `${scene.server.url}/api/organizations/acme/archives?repository=team/web&tag=third`;
    const { stdout } = await place.run('curl', [
      ...['-sS', '-T', place.path('small.tar'), '-u', `${user}:${password}`, '-w', '\n%{http_code}', address],
    ]);
    const [body = '', status] = stdout.split('\n');
    expect(status).toBe('403');
    const { code, message, detail } = JSON.parse(body);
    expect(code).toBe('quota-used-up');
    expect(message).toContain('acme/team/web has 1 of 1 tags, and this would add 1');
    expect(detail).toMatchObject({
      reason: 'tag-quota',
      rule: 'tags',
      used: 1,
      limit: 1,
      help: { who: 'system-administrator' },
    });
    expect(detail.remedy).toContain('delete tags');
    expect(await tagExists('team/web', 'third')).toBe(false);
    await setQuotas({ tags: null, repositories: null, bytes: null });
  });

  it('nothing was written to the console but that the server was away', () => {
    expect(window.complaints).toEqual([]);
  });
});
