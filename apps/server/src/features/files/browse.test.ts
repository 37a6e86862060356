import { expect, test } from 'vitest';
import { buildTree } from '../../layer-files/file-tree.ts';
import { entry } from '../../layer-files/testing/entry.ts';
import { listDirectory, search, showPath } from './browse.ts';

const tree = await buildTree([
  [
    entry('bin', 'l', { link: 'usr/bin' }),
    entry('usr/bin/tool', 'f', { size: 100, hash: 'tool' }),
    entry('usr/bin/other', 'h', { link: 'usr/bin/tool' }),
    entry('usr/lib/big', 'f', { size: 900 }),
    entry('etc/loop', 'l', { link: 'loop/x' }),
    entry('etc/up', 'l', { link: '../../../bin/tool' }),
    entry('etc/out', 'l', { link: '/nowhere' }),
  ],
  [
    entry('usr/lib', 'w'),
    entry('usr/bin/tool', 'f', { size: 100, hash: 'tool', mode: 0o755 }),
    entry('usr/share/Words', 'f', { size: 5 }),
  ],
]);

const list = (path: string, layer?: number, sort: 'name' | '-size' = 'name') =>
  listDirectory(tree, { path, layer, sort, offset: 0, limit: 100 })?.items;

test('the merged file system, directories first, with what is in them', () => {
  expect(list('')?.map(({ name, type, size, files }) => [name, type, size, files])).toEqual([
    ['etc', 'directory', 0, 3],
    ['usr', 'directory', 105, 3],
    ['bin', 'symlink', 0, null],
  ]);
  expect(list('usr/lib')).toBeUndefined();
  expect(list('usr/bin/tool')).toBeUndefined();
  expect(list('usr', undefined, '-size')?.map(({ name }) => name)).toEqual(['bin', 'share']);
});

test('what one layer did', () => {
  expect(list('usr', 1)?.map(({ name, mark, size, files }) => [name, mark, size, files])).toEqual([
    ['bin', null, 100, 1],
    ['lib', 'deleted', 900, 1],
    ['share', null, 5, 1],
  ]);
  expect(list('usr/bin', 1)).toMatchObject([
    { name: 'tool', mark: 'changed', sameContent: true, mode: 0o755, layer: 1 },
  ]);
  expect(list('usr/lib', 1)).toMatchObject([{ name: 'big', mark: 'deleted', size: 900, layer: 0 }]);
  expect(list('usr/share', 1)).toMatchObject([{ name: 'Words', mark: 'added', sameContent: false }]);
  expect(list('', 0)?.map(({ name }) => name)).toEqual(['etc', 'usr', 'bin']);
  expect(list('', 1)?.map(({ name }) => name)).toEqual(['usr']);
});

test('links say where they lead, in the image and nowhere else', () => {
  expect(showPath(tree, 'bin', undefined)).toMatchObject({
    link: 'usr/bin',
    target: { path: 'usr/bin', directory: true },
  });
  expect(showPath(tree, 'etc/up', undefined)).toMatchObject({ target: { path: 'usr/bin/tool', directory: false } });
  expect(showPath(tree, 'etc/loop', undefined)).toMatchObject({ target: null });
  expect(showPath(tree, 'etc/out', undefined)).toMatchObject({ target: null });
  expect(showPath(tree, 'usr/bin/other', undefined)).toMatchObject({
    type: 'hardlink',
    size: 100,
    target: { path: 'usr/bin/tool' },
  });
});

test('pages of a directory', () => {
  const page = listDirectory(tree, { path: '', layer: undefined, sort: 'name', offset: 1, limit: 1 });
  expect([page?.total, page?.items.map(({ name }) => name)]).toEqual([3, ['usr']]);
});

test('search goes by name, with a slash by path, and does not find what was deleted', async () => {
  const names = async (text: string, layer?: number) =>
    (await search(tree, { text, layer, limit: 10 })).items.map(({ path }) => path);
  expect(await names('WORDS')).toEqual(['usr/share/Words']);
  expect(await names('bin/t')).toEqual(['usr/bin/tool']);
  expect(await names('big')).toEqual([]);
  expect(await names('big', 1)).toEqual(['usr/lib/big']);
  expect(await search(tree, { text: 'o', layer: undefined, limit: 2 })).toMatchObject({ more: true });
});
