import type { FileDifference } from '@wharf/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildTree } from '../../layer-files/file-tree.ts';
import type { IndexEntry } from '../../layer-files/index-lines.ts';
import { entry } from '../../layer-files/testing/entry.ts';
import { type ComparedTree, compareTrees, type Wanted } from './compare-trees.ts';

const all: Wanted = { change: undefined, q: undefined, offset: 0, limit: 1_000 };

async function treeOf(
  layers: IndexEntry[][],
  digests = layers.map((_, index) => `layer-${index}`),
): Promise<ComparedTree> {
  return { tree: await buildTree(layers), digests };
}

const file = (path: string, hash: string, change: Partial<IndexEntry> = {}) => entry(path, 'f', { hash, ...change });

const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
const layers = fc.array(
  fc.array(
    fc
      .record({
        path,
        type: fc.constantFrom('f', 'd', 'l', 'w', 'o'),
        mode: fc.constantFrom(1, 2),
        hash: fc.constantFrom('p', 'q'),
      })
      .map((one) =>
        entry(one.path, one.type as IndexEntry['type'], {
          mode: one.mode,
          ...(one.type === 'f' && { hash: one.hash }),
        }),
      ),
    { maxLength: 8 },
  ),
  { maxLength: 3 },
);

const mirror = { added: 'removed', removed: 'added', changed: 'changed' } as const;

function mirrored(items: FileDifference[]): FileDifference[] {
  return items.map((one) => ({ ...one, change: mirror[one.change], left: one.right, right: one.left }));
}

describe('a comparison of two file systems', () => {
  test('is the mirror of the comparison the other way round', async () => {
    await fc.assert(
      fc.asyncProperty(layers, layers, async (one, other) => {
        const [a, b] = [await treeOf(one, ['x', 'y', 'z']), await treeOf(other, ['u', 'v', 'w'])];
        const [there, back] = [await compareTrees(a, b, all), await compareTrees(b, a, all)];
        expect(mirrored(there.items)).toEqual(back.items);
        expect(there).toMatchObject({
          added: back.removed,
          removed: back.added,
          changed: { count: back.changed.count, left: back.changed.right, right: back.changed.left },
        });
      }),
      { numRuns: 300 },
    );
  });

  test('of a file system with itself, however it is cut into layers, finds nothing', async () => {
    await fc.assert(
      fc.asyncProperty(layers, async (one) => {
        const [a, b] = [
          await treeOf(one),
          await treeOf(
            one,
            one.map((_, index) => `other-${index}`),
          ),
        ];
        expect(await compareTrees(a, a, all)).toMatchObject({ items: [], total: 0 });
        expect(await compareTrees(a, b, all)).toMatchObject({ items: [], total: 0 });
      }),
    );
  });

  test('tells what was added, removed and changed, by content and by attributes', async () => {
    const left = await treeOf([
      [
        file('same', 'p'),
        file('content', 'p'),
        file('mode', 'p'),
        file('gone/deep', 'p'),
        entry('kind', 'd'),
        entry('empty', 'd'),
      ],
    ]);
    const right = await treeOf(
      [
        [
          file('same', 'p'),
          file('content', 'q', { size: 30 }),
          file('mode', 'p', { mode: 0o600 }),
          file('new', 'p'),
          entry('kind', 'l', { link: 'x' }),
        ],
      ],
      ['other'],
    );
    const { items, ...sums } = await compareTrees(left, right, all);
    expect(items.map(({ path: where, change, content }) => [where, change, content])).toEqual([
      ['content', 'changed', true],
      ['empty', 'removed', true],
      ['gone/deep', 'removed', true],
      ['kind', 'changed', true],
      ['mode', 'changed', false],
      ['new', 'added', true],
    ]);
    expect(sums).toEqual({
      added: { count: 1, bytes: 10 },
      removed: { count: 2, bytes: 10 },
      changed: { count: 3, left: 20, right: 40 },
      total: 6,
    });
    const some = await compareTrees(left, right, { change: 'changed', q: 'O', offset: 1, limit: 5 });
    expect([some.total, some.items.map((one) => one.path)]).toEqual([2, ['mode']]);
  });
});
