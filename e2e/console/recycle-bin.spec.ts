import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openWindow, type Window } from '../support/browser.ts';
import { json } from '../support/http.ts';
import { imageOf, indexOf, referrerOf, type TestImage } from '../support/images.ts';
import type { Registry } from '../support/registry.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { button, enter, expectAccessible, row, settled } from './steps.ts';
import { words } from './words.ts';

const say = {
  deleteTag: '删除版本',
  deleteTags: '删除版本',
  deleteSelected: '删除所选',
  deleteImage: '删除镜像',
  done: '已删除：',
  undo: '撤销',
  undone: '已全部恢复原状。',
  close: '关闭',
  kept: '1 个保留：仍被其他版本或多架构清单引用。',
  attachment: '（其中 1 个是签名等附件）',
  filter: '按版本筛选',
  selectPage: '选择本页全部',
  selectAll: '选择全部 600 个匹配“dev-”的版本',
  matching: '已选择 599 个匹配“dev-”的版本',
  selected: '已选择 2 个版本',
  asJob: '将由后台任务执行',
  bin: '回收站',
  binFilter: '按镜像、版本或摘要筛选',
  restore: '恢复',
  wholeImage: '整个镜像，1 个版本',
  restored: '已恢复：1 个版本',
  existsAgain: '已重新出现，指向',
  conflict: '1 个版本已重新出现且内容不同',
  overwrite: '将 1 个已重新出现的版本移回删除前的内容',
  deleteNow: '立即删除',
  nothingBack: '删除后无法恢复。',
  emptyBin: '清空回收站',
  binIsEmpty: '回收站为空',
  deleteOrganization: '删除组织',
  binNotEmpty: '其回收站中仍有已删除的内容。',
  openBin: '打开回收站',
};

const patience = { timeout: 10_000 };

describe('deletion and the recycle bin', () => {
  let scene: Scene;
  let registry: Registry;
  let browser: Browser;
  let window: Window;
  let page: Page;

  beforeAll(async () => {
    [scene, browser] = await Promise.all([openScene({ organizations: ['acme', 'spare'] }), openBrowser()]);
    registry = await scene.registryFor(
      ...['acme/web', 'acme/signed', 'acme/tools', 'acme/clash', 'acme/once', 'spare/gone'],
    );
    window = await openWindow(browser, { url: scene.server.url, language: 'zh-CN', colorMode: 'dark' });
    page = window.page;
    await enter(page, words['zh-CN'], { user: adminName, password: adminPassword });
  });
  afterEach(() => expect(window.complaints).toEqual([]));
  afterAll(async () => {
    await browser?.close();
    await scene?.close();
  });

  const dialog = () => page.getByRole('dialog');
  const open = async (address: string) => {
    await page.goto(address);
    await settled(page);
  };
  const digestOf = async (name: string, reference: string): Promise<string | undefined> => {
    const answer = await registry.head(`/${name}/manifests/${reference}`);
    return answer.status === 200 ? String(answer.headers['docker-content-digest']) : undefined;
  };
  const pushAs = async (name: string, image: TestImage, tags: readonly string[]) => {
    await registry.pushImage(name, image.manifest.descriptor.digest, image);
    const { digest, mediaType } = image.manifest.descriptor;
    for (let start = 0; start < tags.length; start += 100) {
      const query = tags.slice(start, start + 100).map((tag) => `tag=${tag}`);
      const put = await registry.call('PUT', `/${name}/manifests/${digest}?${query.join('&')}`, {
        body: image.manifest.bytes,
        headers: { 'content-type': mediaType },
      });
      expect(put.status).toBe(201);
    }
  };
  const rowAction = async (of: Locator, label: string) => {
    await of.locator('.row-menu').click();
    await page.getByRole('menuitem', { name: label, exact: true }).click();
    await dialog().waitFor();
  };
  /** Types the name and confirms. */
  const confirm = async (name: string, label: string) => {
    await expect.poll(() => button(dialog(), label).isDisabled()).toBe(true);
    await dialog().getByRole('textbox').fill(name);
    await button(dialog(), label).click();
  };
  const closeDialog = async () => {
    await dialog().locator('.ant-modal-footer').getByRole('button').last().click();
    await dialog().waitFor({ state: 'detached' });
  };
  const openBin = async (filter: string) => {
    await open('/organizations/acme?tab=recycle-bin');
    await page.getByRole('searchbox', { name: say.binFilter }).fill(filter);
    await expect.poll(() => page.url(), patience).toContain('q=');
    await settled(page);
  };

  it('deletes one tag after its consequence and its name, and takes it back', async () => {
    const two = imageOf({ seed: 'two', layers: [3 * 1024 * 1024] });
    await registry.pushImage('acme/web', 'v1', imageOf({ seed: 'one', layers: [2000] }));
    await pushAs('acme/web', two, ['v2', 'latest']);
    await open('/images/acme/web');
    await rowAction(row(page, 'v2'), say.deleteTag);
    await dialog().getByText(say.kept).waitFor();
    await expectAccessible(page);
    await button(dialog(), '取消').click();
    await dialog().waitFor({ state: 'detached' });

    await rowAction(row(page, 'v1'), say.deleteTag);
    await dialog().getByText('KiB').first().waitFor();
    await confirm('v1', say.deleteTag);
    await dialog().getByText(say.done).waitFor();
    await expectAccessible(page);
    expect(await digestOf('acme/web', 'v1')).toBeUndefined();
    await button(dialog(), say.undo).click();
    await dialog().getByText(say.undone).waitFor();
    await closeDialog();
    await row(page, 'v1').waitFor();
    expect(await digestOf('acme/web', 'v1')).toBeDefined();
  });

  it('deletes rows that the keyboard chose', async () => {
    await open('/images/acme/web?sort=name');
    await row(page, 'latest').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText(say.selected).waitFor();
    await expectAccessible(page);
    await button(page, say.deleteSelected).click();
    await confirm('acme/web', say.deleteTags);
    await dialog().getByText(say.done).waitFor();
    expect([await digestOf('acme/web', 'v1'), await digestOf('acme/web', 'v2')]).toEqual([undefined, undefined]);
    expect(await digestOf('acme/web', 'latest')).toBeDefined();
    await closeDialog();
    await expect.poll(() => page.locator('tbody tr').count(), patience).toBe(1);
    expect(await page.locator('.selection-bar').count()).toBe(0);
  });

  it('deletes all that a filter finds but one, by a task', async () => {
    const names = Array.from({ length: 600 }, (_, at) => `dev-${at}`);
    await pushAs('acme/tools', imageOf({ seed: 'dev', layers: [1000] }), ['keep', ...names]);
    await open('/images/acme/tools?sort=name');
    await page.getByRole('searchbox', { name: say.filter }).fill('dev-');
    await expect.poll(() => page.url(), patience).toContain('q=dev-');
    await row(page, 'dev-0').waitFor();
    await expect.poll(() => row(page, 'keep').count(), patience).toBe(0);
    await page.getByRole('checkbox', { name: say.selectPage }).click();
    await button(page, say.selectAll).click();
    await row(page, 'dev-1').getByRole('checkbox').click();
    await page.getByText(say.matching).waitFor();
    await button(page, say.deleteSelected).click();
    await dialog().getByText(say.asJob).waitFor();
    await confirm('acme/tools', say.deleteTags);
    await dialog().getByText(say.done).waitFor();
    await closeDialog();
    const left = json<{ tags: string[] }>(await registry.get('/acme/tools/tags/list'));
    expect(left.tags).toEqual(['dev-1', 'keep']);
  });

  it('shows what a client deleted, and restores it with its digest', async () => {
    const once = imageOf({ seed: 'once', layers: [4000] });
    const { digest } = once.manifest.descriptor;
    await registry.pushImage('acme/once', 'v1', once);
    expect((await registry.call('DELETE', `/acme/once/manifests/${digest}`)).status).toBe(202);
    await openBin('once');
    await expectAccessible(page);
    await row(page, 'once').getByRole('link').click();
    await dialog().getByText('v1').first().waitFor();
    await expectAccessible(page);
    await button(dialog(), say.restore).click();
    await dialog().getByText(say.restored).waitFor();
    await closeDialog();
    expect(await digestOf('acme/once', 'v1')).toBe(digest);
    const layer = once.layers[0];
    const pulled = await registry.get(`/acme/once/blobs/${layer?.descriptor.digest}`);
    expect(pulled.body.equals(layer?.bytes ?? Buffer.alloc(0))).toBe(true);
  });

  it('says which tags exist again, and moves them back when told to', async () => {
    const [before, after] = [imageOf({ seed: 'before', layers: [900] }), imageOf({ seed: 'after', layers: [900] })];
    await registry.pushImage('acme/clash', 'v1', before);
    await registry.call('DELETE', `/acme/clash/manifests/${before.manifest.descriptor.digest}`);
    await registry.pushImage('acme/clash', 'v1', after);
    await openBin('clash');
    const restore = async () => {
      await row(page, 'clash').getByRole('link').click();
      await dialog().getByText(say.existsAgain).waitFor();
    };
    await restore();
    await button(dialog(), say.restore).click();
    await dialog().getByText(say.conflict).waitFor();
    await closeDialog();
    expect(await digestOf('acme/clash', 'v1')).toBe(after.manifest.descriptor.digest);
    await restore();
    await dialog().getByRole('checkbox', { name: say.overwrite }).check();
    await button(dialog(), say.restore).click();
    await dialog().getByText(say.restored).waitFor();
    expect(await digestOf('acme/clash', 'v1')).toBe(before.manifest.descriptor.digest);
    await closeDialog();
  });

  it('deletes an image and restores it with its attachments', async () => {
    const index = indexOf('signed', ['amd64', 'arm64']);
    const { digest } = index.index.descriptor;
    await registry.pushIndex('acme/signed', 'v1', index);
    const signature = referrerOf(index.index.descriptor, 'application/vnd.example.signature', 'signed');
    await registry.pushImage('acme/signed', signature.manifest.descriptor.digest, signature);
    await open('/images/acme/signed');
    await button(page.locator('.page-actions'), say.deleteImage).click();
    await dialog().getByText(say.attachment).waitFor();
    await expectAccessible(page);
    await confirm('acme/signed', say.deleteImage);
    await dialog().getByText(say.done).waitFor();
    await closeDialog();
    await page.waitForURL('**/organizations/acme');
    expect(await digestOf('acme/signed', 'v1')).toBeUndefined();

    await openBin('signed');
    await row(page, 'signed').getByText(say.wholeImage).waitFor();
    await row(page, 'signed').getByRole('link').click();
    await button(dialog(), say.restore).click();
    await dialog().getByText(say.restored).waitFor();
    await closeDialog();
    expect(await digestOf('acme/signed', 'v1')).toBe(digest);
    const referrers = json<{ manifests: { digest: string }[] }>(await registry.get(`/acme/signed/referrers/${digest}`));
    expect(referrers.manifests.map((one) => one.digest)).toEqual([signature.manifest.descriptor.digest]);
  });

  it('deletes for good only after the name is typed', async () => {
    await openBin('dev-5');
    await rowAction(row(page, 'tools'), say.deleteNow);
    await dialog().getByText(say.nothingBack).waitFor();
    await expectAccessible(page);
    await confirm('acme/tools', say.deleteNow);
    await expect.poll(() => page.locator('tbody tr').count(), patience).toBe(0);
    await open('/organizations/acme?tab=recycle-bin');
    await button(page, say.emptyBin).click();
    await confirm('acme', say.emptyBin);
    await page.getByText(say.binIsEmpty, { exact: true }).waitFor();
    await expectAccessible(page);
  });

  it('keeps an organization while its recycle bin holds something', async () => {
    const gone = imageOf({ seed: 'gone', layers: [500] });
    await registry.pushImage('spare/gone', 'v1', gone);
    expect(
      (await scene.console.request('POST', '/organizations/spare/repositories/gone/deletions', { repository: true }))
        .status,
    ).toBe(201);
    await open('/organizations/spare');
    await rowActionOfPage();
    await confirm('spare', say.deleteOrganization);
    await dialog().getByText(say.binNotEmpty).waitFor();
    await dialog().getByRole('link', { name: say.openBin }).click();
    await row(page, 'gone').waitFor();
  });

  async function rowActionOfPage() {
    await page.locator('.page-actions .row-menu').click();
    await page.getByRole('menuitem', { name: say.deleteOrganization }).click();
    await dialog().waitFor();
  }

  it('offers to who may only read no more than looking', async () => {
    const id = await scene.console.createUser('ro', 'one two three four');
    await scene.console.grant('spare', id, 'read');
    const other = await openWindow(browser, { url: scene.server.url, language: 'zh-CN', colorMode: 'dark' });
    await enter(other.page, words['zh-CN'], { user: 'ro', password: 'one two three four' });
    await other.page.goto('/organizations/spare?tab=recycle-bin');
    await row(other.page, 'gone').getByRole('link').click();
    await other.page.getByRole('dialog').getByText('v1').first().waitFor();
    expect(await button(other.page.getByRole('dialog'), say.restore).count()).toBe(0);
    await other.context.close();
  });
});
