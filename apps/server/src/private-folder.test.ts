import { chmod, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeDataFolders } from './private-folder.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'wharf-private-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const mode = async (...path: string[]) => ((await stat(join(root, ...path))).mode & 0o777).toString(8);

it('makes both folders for their owner only', async () => {
  expect(await makeDataFolders(join(root, 'data'))).toBe(join(root, 'data', 'db'));
  expect([await mode('data'), await mode('data', 'db')]).toEqual(['700', '700']);
});

it('closes a db folder that was open, in a data folder that stays as it is', async () => {
  await mkdir(join(root, 'data', 'db'), { recursive: true });
  await chmod(join(root, 'data'), 0o755);
  await chmod(join(root, 'data', 'db'), 0o755);
  await makeDataFolders(join(root, 'data'));
  expect([await mode('data'), await mode('data', 'db')]).toEqual(['755', '700']);
});
