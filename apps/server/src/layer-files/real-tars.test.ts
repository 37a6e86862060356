import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, mkdtemp, open, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { indexLayer } from './index-layer.ts';
import { type IndexEntry, unpackEntries } from './index-lines.ts';

const run = promisify(execFile);
const long = `${'deep/'.repeat(30)}${'name'.repeat(30)}`;
const named = 'Grüße/文件.txt';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wharf-tars-'));
  const root = join(folder, 'root');
  await mkdir(join(root, 'deep/'.repeat(30)), { recursive: true });
  await mkdir(join(root, 'Grüße'));
  await writeFile(join(root, 'plain'), randomBytes(70_000));
  await writeFile(join(root, long), 'long');
  await writeFile(join(root, named), 'named');
  await chmod(join(root, 'plain'), 0o4755);
  await link(join(root, 'plain'), join(root, 'second'));
  await symlink('plain', join(root, 'soft'));
  await writeFile(join(root, 'sparse'), '');
  await truncate(join(root, 'sparse'), 40_000_000);
  const file = await open(join(root, 'sparse'), 'r+');
  // More pieces than the header of GNU's old format has room for.
  for (let piece = 0; piece < 40; piece++) await file.write(randomBytes(4_096), 0, 4_096, piece * 1_000_000);
  await file.close();
  await writeFile(join(root, 'zz-last'), 'the end');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(['gnu', 'pax', 'oldgnu', 'posix'])('what tar writes in its format %s is read whole', async (format) => {
  const path = join(folder, `${format}.tar`);
  // The order of a folder is the file system's: `plain` first, so that it is the file and `second` the link.
  const names = ['plain', 'second', 'soft', 'sparse', 'deep', 'Grüße', 'zz-last'];
  await run('tar', ['--sparse', `--format=${format}`, '-C', join(folder, 'root'), '-cf', path, ...names]);
  const bytes = await readFile(path);
  const entries = new Map<string, IndexEntry>();
  const { entries: packed } = await indexLayer(
    (async function* () {
      for (let at = 0; at < bytes.length; at += 10_007) yield bytes.subarray(at, at + 10_007);
    })(),
  );
  for await (const entry of unpackEntries(packed)) entries.set(entry.path, entry);
  expect(entries.get('plain')).toMatchObject({ type: 'f', size: 70_000, mode: 0o4755 });
  expect(entries.get('second')).toMatchObject({ type: 'h', link: 'plain', size: 0 });
  expect(entries.get('soft')).toMatchObject({ type: 'l', link: 'plain' });
  expect(entries.get('sparse')?.type).toBe('s');
  expect(entries.get(long)).toMatchObject({ type: 'f', size: 4 });
  expect(entries.get(named)).toMatchObject({ type: 'f', size: 5 });
  const last = entries.get('zz-last');
  expect(bytes.toString('utf8', last?.offset, (last?.offset ?? 0) + (last?.size ?? 0))).toBe('the end');
});
