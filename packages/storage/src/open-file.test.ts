import { constants, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OpenFile } from './open-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wharf-open-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const create = (name: string) =>
  OpenFile.open(join(folder, name), constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o640);

test('writes, reads, cuts and tells its size', async () => {
  const file = await create('a');
  expect(await file.write([Buffer.from('con'), Buffer.from('tent')], 0)).toBe(7);
  await file.truncate(5);
  expect(await file.size()).toBe(5);
  const buffer = Buffer.alloc(16);
  expect(await file.read(buffer, 16, 2)).toBe(3);
  expect(buffer.toString('utf8', 0, 3)).toBe('nte');
  expect(await file.read(buffer, 16, 5)).toBe(0);
  await file.datasync();
  await file.sync();
  await file.close();
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('conte');
});

test('is closed once, when what is under way has ended, and takes nothing after', async () => {
  const one = await create('one');
  const writing = one.write([Buffer.alloc(8 * 1024 * 1024, 1)], 0);
  const closing = one.close();
  await expect(one.write([Buffer.from('late')], 0)).rejects.toThrow('closed');
  const other = await create('other');
  await Promise.all([closing, one.close()]);
  expect(await writing).toBe(8 * 1024 * 1024);
  // Another file may have the number of the first one by now.
  await expect(one.datasync()).rejects.toThrow('closed');
  await other.close();
  expect(readFileSync(join(folder, 'other')).byteLength).toBe(0);
});

test('gives the system its word', async () => {
  await expect(OpenFile.open(join(folder, 'absent'), constants.O_RDONLY)).rejects.toMatchObject({ code: 'ENOENT' });
  await (await create('b')).close();
  const file = await OpenFile.open(join(folder, 'b'), constants.O_RDONLY);
  await expect(file.write([Buffer.from('b')], 0)).rejects.toMatchObject({ code: 'EBADF' });
  await expect(file.read(Buffer.alloc(1), 2, 0)).rejects.toMatchObject({ code: 'ERR_OUT_OF_RANGE' });
  await file.close();
});
