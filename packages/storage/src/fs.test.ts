import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, type Stats } from 'node:fs';
import { mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  bytesOf,
  describeFullStorage,
  describeStorage,
  type OpenedStorage,
  put,
} from '@wharf/registry/contract/storage';
import { ObjectNotFound, StorageFull } from '@wharf/registry/ports/storage';
import { describe, expect, it } from 'vitest';
import { openFsStorage } from './fs.ts';

async function openTemporary(): Promise<OpenedStorage & { root: string }> {
  const root = await mkdtemp(join(tmpdir(), 'wharf-storage-'));
  return {
    root,
    storage: await openFsStorage(root),
    again: () => openFsStorage(root),
    openHandles: () => openFiles(root),
    dispose: () => rm(root, { recursive: true }),
  };
}

/** What of `root` this process holds open. */
async function openPaths(root: string): Promise<Stats[]> {
  const facts: Stats[] = [];
  for (const descriptor of await readdir('/proc/self/fd')) {
    const path = `/proc/self/fd/${descriptor}`;
    // The folder listing's own descriptor is gone by now.
    const target = await readlink(path).catch(() => '');
    if (target === root || target.startsWith(`${root}/`)) facts.push(await stat(path));
  }
  return facts;
}

async function openFiles(root: string): Promise<number> {
  return (await openPaths(root)).filter((facts) => facts.isFile()).length;
}

async function openFolders(root: string): Promise<number> {
  return (await openPaths(root)).filter((facts) => facts.isDirectory()).length;
}

describeStorage('fs', openTemporary);

function mountSmall(): string {
  const target = mkdtempSync(join(tmpdir(), 'wharf-small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', target], { stdio: 'ignore' });
    return target;
  } catch (error) {
    rmdirSync(target);
    throw error;
  }
}

function unmount(target: string): void {
  execFileSync('umount', [target]);
  rmdirSync(target);
}

function canMount(): boolean {
  try {
    unmount(mountSmall());
    return true;
  } catch {
    return false;
  }
}

// Only root can mount; without it the test with /dev/full below still proves what the driver makes of ENOSPC.
if (canMount()) {
  describeFullStorage('fs', async () => {
    const root = mountSmall();
    return {
      storage: await openFsStorage(root),
      openHandles: () => openFiles(root),
      dispose: async () => unmount(root),
    };
  });
}

describe('storage: fs on its disk', () => {
  it('says that the disk is full', async () => {
    const storage = await openFsStorage('/dev');
    const writer = await storage.openWriter('full', 0);
    await expect(writer.write([Buffer.from('a')])).rejects.toThrow(StorageFull);
    expect(writer.size).toBe(0);
    await writer.close();
    await storage.close();
  });

  it('follows no link, out of the store or within it', async () => {
    const { root, storage, dispose } = await openTemporary();
    const outside = join(await mkdtemp(join(tmpdir(), 'wharf-outside-')), 'precious');
    await writeFile(outside, 'precious');
    await put(storage, 'real', Buffer.from('real'));
    await symlink(outside, join(root, 'link'));
    await symlink(join(root, 'real'), join(root, 'inner'));
    for (const key of ['link', 'inner']) {
      await expect(storage.openWriter(key, 0)).rejects.toThrow('ELOOP');
      await expect(storage.openWriter(key, 1)).rejects.toThrow('ELOOP');
      await expect(bytesOf(storage.read(key))).rejects.toThrow('ELOOP');
      expect(await storage.stat(key)).toBeUndefined();
    }
    const listed: string[] = [];
    for await (const { key } of storage.list('')) listed.push(key);
    expect(listed).toEqual(['real']);
    expect(await readFile(outside, 'utf8')).toBe('precious');
    await storage.close();
    await dispose();
    await rm(dirname(outside), { recursive: true });
  });

  it('makes a folder again that was taken off the disk', async () => {
    const { root, storage, dispose } = await openTemporary();
    await put(storage, 'blobs/aa/one', Buffer.from('one'));
    await rm(join(root, 'blobs'), { recursive: true });
    await expect(storage.openWriter('blobs/aa/one', 1)).rejects.toThrow(ObjectNotFound);
    await put(storage, 'blobs/aa/two', Buffer.from('two'));
    expect((await bytesOf(storage.read('blobs/aa/two'))).toString()).toBe('two');
    await storage.close();
    await dispose();
  });

  it('holds a bounded number of folders open and all of them closed at the end', async () => {
    const { root, storage, dispose } = await openTemporary();
    await Promise.all(
      Array.from({ length: 700 }, (_, index) => put(storage, `f/${index}/x`, Buffer.from(String(index)))),
    );
    for (let index = 0; index < 700; index += 1) await put(storage, `f/${index}/y`, Buffer.from(String(index)));
    const folders = await openFolders(root);
    expect(folders).toBeGreaterThan(1);
    expect(folders).toBeLessThanOrEqual(512);
    expect((await bytesOf(storage.read('f/699/x'))).toString()).toBe('699');
    await storage.close();
    expect(await openFolders(root)).toBe(0);
    await dispose();
  });

  it('leaves out what no key can name', async () => {
    const { root, storage, dispose } = await openTemporary();
    await put(storage, 'a', Buffer.from('a'));
    await writeFile(join(root, 'README'), 'a note of the operator');
    await writeFile(join(root, 'a copy'), 'a');
    const listed: string[] = [];
    for await (const { key } of storage.list('')) listed.push(key);
    expect(listed).toEqual(['a']);
    await storage.close();
    await dispose();
  });
});
