import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FileNode, findNode } from './file-node.ts';
import { buildTree, type FileTree, TreeTooLarge } from './file-tree.ts';
import type { IndexEntry } from './index-lines.ts';
import { entry } from './testing/entry.ts';

/** Every live path with the layer it comes from; directories that no layer states are marked by `~`. */
function live(tree: FileTree): Record<string, string> {
  const shown: Record<string, string> = {};
  const visit = (node: FileNode) => {
    for (const child of node.children?.values() ?? []) {
      const state = child.stateAt(tree.layerCount);
      if (state) shown[child.path] = `${state.entry.type}${state.implied ? '~' : state.layer}`;
      visit(child);
    }
  };
  visit(tree.root);
  return shown;
}

describe('layers over each other', () => {
  test('a whiteout takes a file or all of a directory', async () => {
    const tree = await buildTree([
      [entry('etc', 'd'), entry('etc/a'), entry('etc/b'), entry('opt/x/y')],
      [entry('etc/a', 'w'), entry('opt', 'w')],
    ]);
    expect(live(tree)).toEqual({ etc: 'd0', 'etc/b': 'f0' });
    expect(tree).toMatchObject({ files: 1, bytes: 10, wastedBytes: [20, 0] });
    expect(tree.wasted.map(({ path }) => path).sort()).toEqual(['etc/a', 'opt/x/y']);
  });

  test('an opaque mark hides what lower layers hold, and nothing of its own layer, wherever it stands', async () => {
    const tree = await buildTree([
      [entry('d/old'), entry('d/sub/deep'), entry('e')],
      [entry('d/new'), entry('d', 'o'), entry('d', 'd')],
    ]);
    expect(live(tree)).toEqual({ d: 'd1', 'd/new': 'f1', e: 'f0' });
  });

  test('a whiteout of what its own layer writes concerns only the lower ones', async () => {
    const tree = await buildTree([
      [entry('a/old'), entry('b')],
      [entry('a', 'w'), entry('a/new'), entry('b'), entry('b', 'w')],
    ]);
    expect(live(tree)).toEqual({ a: 'd~', 'a/new': 'f1', b: 'f1' });
    expect(tree.wastedBytes).toEqual([20, 0]);
  });

  test('a whiteout of nothing is nothing', async () => {
    const tree = await buildTree([[entry('a')], [entry('x', 'w'), entry('a/b', 'w'), entry('y', 'o')]]);
    expect(live(tree)).toEqual({ a: 'f0' });
  });

  test('a file takes the place of a directory with all in it, and a directory that of a file', async () => {
    const tree = await buildTree([
      [entry('a/b/c'), entry('f')],
      [entry('a', 'l', { link: 'f' }), entry('f/g')],
    ]);
    expect(live(tree)).toEqual({ a: 'l1', f: 'd~', 'f/g': 'f1' });
    expect(tree.wastedBytes).toEqual([20, 0]);
  });

  test('a directory written again keeps what is in it', async () => {
    const same = entry('d', 'd', { mode: 0o755 });
    const tree = await buildTree([[same, entry('d/a')], [same, entry('d/b')], [{ ...same, mode: 0o700 }]]);
    expect(live(tree)).toEqual({ d: 'd2', 'd/a': 'f0', 'd/b': 'f1' });
    expect(tree.touched.map((nodes) => nodes.map(({ path }) => path))).toEqual([['d', 'd/a'], ['d/b'], ['d']]);
  });

  test('hard links lead to one content, which is there as long as one of them', async () => {
    const layers = [
      [entry('one', 'h', { link: 'two' }), entry('two', 'h', { link: './real' }), entry('real', 'f', { size: 7 })],
      [entry('real', 'w')],
    ];
    const tree = await buildTree(layers);
    expect(live(tree)).toEqual({ one: 'h0', two: 'h0' });
    expect(findNode(tree.root, 'one')?.states[0]?.content).toMatchObject({ layer: 0, size: 7, uses: 2 });
    expect(tree.wastedBytes).toEqual([0, 0]);
    const gone = await buildTree([...layers, [entry('one', 'w'), entry('two', 'w')]]);
    expect(gone).toMatchObject({ wastedBytes: [7, 0, 0], files: 0, bytes: 0 });
  });

  test('a hard link to nothing is a link without content', async () => {
    const tree = await buildTree([[entry('a', 'h', { link: 'b' }), entry('c', 'h', { link: '../c' })]]);
    expect(findNode(tree.root, 'a')?.states[0]?.content).toBeUndefined();
    expect(live(tree)).toEqual({ a: 'h0', c: 'h0' });
  });

  test('a path that is written twice in one layer wastes the first', async () => {
    const tree = await buildTree([[entry('a', 'f', { size: 3 }), entry('a', 'f', { size: 5 })]]);
    expect(tree).toMatchObject({ bytes: 5, wastedBytes: [3], wasted: [{ path: 'a', bytes: 3, times: 1 }] });
  });

  test('names that objects have of themselves are names', async () => {
    const tree = await buildTree([[entry('__proto__/constructor'), entry('toString')]]);
    expect(Object.keys(live(tree)).length).toBe(3 - 1);
    expect(findNode(tree.root, '__proto__/constructor')?.path).toBe('__proto__/constructor');
    expect(findNode(tree.root, 'hasOwnProperty')).toBeUndefined();
  });

  test('a layer that is not known leaves the others', async () => {
    const tree = await buildTree([[entry('a')], undefined, [entry('b')]]);
    expect(live(tree)).toEqual({ a: 'f0', b: 'f2' });
  });

  test('too many paths are refused', async () => {
    await expect(buildTree([[entry('a/b/c/d')]], 3)).rejects.toThrow(TreeTooLarge);
  });
});

/** The same with a plain map of paths, as slow and as simple as can be. */
function model(layers: readonly IndexEntry[][]): Record<string, string> {
  let files = new Map<string, string>();
  const within = (path: string, folder: string) => folder === '' || path.startsWith(`${folder}/`);
  for (const [index, layer] of layers.entries()) {
    const isDirectory = (path: string) => path === '' || files.get(path)?.startsWith('d') === true;
    for (const { path, type } of layer) {
      const gone = (one: string) => within(one, path) || (type === 'w' && one === path);
      if (type === 'w' || (type === 'o' && isDirectory(path)))
        files = new Map([...files].filter(([one]) => !gone(one)));
    }
    for (const { path, type, mode } of layer) {
      if (type === 'w' || type === 'o') continue;
      const parts = path.split('/');
      for (let length = 1; length < parts.length; length++) {
        const folder = parts.slice(0, length).join('/');
        if (!isDirectory(folder)) files.set(folder, 'd~');
      }
      if (type !== 'd') files = new Map([...files].filter(([one]) => !within(one, path)));
      const known = files.get(path);
      if (type !== 'd' || !known?.startsWith('d') || known === 'd~' || modes.get(path) !== mode) {
        files.set(path, `${type}${index}`);
        modes.set(path, mode);
      }
    }
  }
  return Object.fromEntries(files);
}
const modes = new Map<string, number>();

const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const layer = fc.array(
  fc.record({ path, type: fc.constantFrom('f', 'f', 'd', 'l', 'w', 'o'), mode: fc.constantFrom(1, 2) }),
  { maxLength: 12 },
);

test('any layers give what a plain map of paths gives, and no byte is counted twice or lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(layer, { maxLength: 5 }), async (plan) => {
      modes.clear();
      const layers = plan.map((entries) =>
        entries.map((one) => entry(one.path, one.type as IndexEntry['type'], { mode: one.mode })),
      );
      const tree = await buildTree(layers);
      expect(live(tree)).toEqual(model(layers));
      const written = layers.flat().filter(({ type }) => type === 'f').length * 10;
      const kept = Object.values(live(tree)).filter((state) => state.startsWith('f')).length * 10;
      expect(tree.bytes).toBe(kept);
      expect(tree.wastedBytes.reduce((sum, bytes) => sum + bytes, 0)).toBe(written - kept);
      expect(tree.root.bytes).toBe(kept);
    }),
    { numRuns: 1_000 },
  );
});

test('a chain of hard links in the worst order is followed in one go', async () => {
  const count = 60_000;
  const chain = Array.from({ length: count }, (_, index) =>
    index === count - 1
      ? { ...entry(`l${index}`), size: 7 }
      : { ...entry(`l${index}`, 'h'), size: 0, link: `l${index + 1}` },
  );
  const tree = await buildTree([chain]);
  expect(findNode(tree.root, 'l0')?.states.at(-1)?.content).toMatchObject({ size: 7, uses: count });
});
