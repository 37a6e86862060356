import type { Comparison } from '@wharf/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ComparedImage, compareImages, type ImageDifferences } from './compare-images.ts';

const word = fc.constantFrom('a', 'b', 'c', 'd');
const words = fc.array(word, { maxLength: 4 });
const dictionary = fc.dictionary(word, word);
const digest = word.map((letter) => `sha256:${letter.repeat(64)}`);
const sizes: Record<string, number> = { a: 1, b: 20, c: 300, d: 4_000 };

const image: fc.Arbitrary<ComparedImage> = fc.record({
  digest,
  config: fc.option(
    fc.record({
      digest,
      created: fc.option(word, { nil: null }),
      author: fc.option(word, { nil: null }),
      user: fc.option(word, { nil: null }),
      workingDir: fc.option(word, { nil: null }),
      entrypoint: words,
      command: words,
      env: fc.array(
        fc.tuple(word, word).map(([name, value]) => `${name}=${value}`),
        { maxLength: 4 },
      ),
      exposedPorts: words,
      volumes: words,
      labels: dictionary,
      stopSignal: fc.option(word, { nil: null }),
    }),
    { nil: null },
  ),
  annotations: dictionary,
  layers: fc.array(
    word.map((letter) => ({
      digest: `sha256:${letter.repeat(64)}`,
      mediaType: 'layer',
      size: sizes[letter] ?? 0,
      createdBy: letter,
    })),
    { maxLength: 8 },
  ),
  history: fc.array(
    word.map((createdBy) => ({ createdBy, created: null, layer: null })),
    { maxLength: 8 },
  ),
});

const mirrorWhere = { both: 'both', left: 'right', right: 'left' } as const;

/** The same comparison with its sides exchanged; between two shared items, the left ones come first again. */
function mirrored(compared: ImageDifferences): ImageDifferences {
  const values = (list: Comparison['config']) =>
    list.map(({ name, left, right }) => ({ name, left: right, right: left }));
  const { sizes: bytes } = compared;
  return {
    same: compared.same,
    config: values(compared.config),
    environment: values(compared.environment),
    labels: values(compared.labels),
    annotations: values(compared.annotations),
    history: leftFirst(compared.history.map((one) => ({ ...one, where: mirrorWhere[one.where] }))),
    layers: leftFirst(compared.layers.map((one) => ({ ...one, where: mirrorWhere[one.where] }))),
    sizes: {
      left: bytes.right,
      right: bytes.left,
      shared: bytes.shared,
      leftOnly: bytes.rightOnly,
      rightOnly: bytes.leftOnly,
    },
  };
}

function leftFirst<T extends { where: 'both' | 'left' | 'right' }>(list: T[]): T[] {
  const ordered: T[] = [];
  let gap: T[] = [];
  const close = () => {
    ordered.push(...gap.filter(({ where }) => where === 'left'), ...gap.filter(({ where }) => where === 'right'));
    gap = [];
  };
  for (const one of list) {
    if (one.where !== 'both') gap.push(one);
    else {
      close();
      ordered.push(one);
    }
  }
  close();
  return ordered;
}

describe('a comparison of two images', () => {
  test('is the mirror of the comparison the other way round', () => {
    fc.assert(
      fc.property(image, image, (a, b) => {
        expect(mirrored(compareImages(a, b))).toEqual(compareImages(b, a));
      }),
      { numRuns: 500 },
    );
  });

  test('of an image with itself finds nothing', () => {
    fc.assert(
      fc.property(image, (one) => {
        const compared = compareImages(one, one);
        expect(compared).toMatchObject({ same: true, config: [], environment: [], labels: [], annotations: [] });
        expect([...compared.history, ...compared.layers].every(({ where }) => where === 'both')).toBe(true);
        expect(compared.sizes).toMatchObject({ leftOnly: 0, rightOnly: 0, shared: compared.sizes.left });
      }),
    );
  });

  test('holds both lists whole and in their order', () => {
    fc.assert(
      fc.property(image, image, (a, b) => {
        const { history, layers, sizes: bytes } = compareImages(a, b);
        const steps = (side: 'left' | 'right') =>
          history.filter(({ where }) => where !== side).map((one) => one.createdBy);
        expect(steps('right')).toEqual(a.history.map(({ createdBy }) => createdBy));
        expect(steps('left')).toEqual(b.history.map(({ createdBy }) => createdBy));
        const digests = (side: 'left' | 'right') =>
          layers.filter(({ where }) => where !== side).map((one) => one.digest);
        expect(digests('right')).toEqual(a.layers.map((one) => one.digest));
        expect(digests('left')).toEqual(b.layers.map((one) => one.digest));
        expect(bytes.shared + bytes.leftOnly).toBe(bytes.left);
        expect(bytes.shared + bytes.rightOnly).toBe(bytes.right);
      }),
    );
  });

  test('shares as many steps as possible', () => {
    const steps = (text: string) => [...text].map((createdBy) => ({ createdBy, created: null, layer: null }));
    const base = { digest: 'x', config: null, annotations: {}, layers: [] };
    const { history } = compareImages({ ...base, history: steps('fabcdx') }, { ...base, history: steps('fbqdyx') });
    expect(history.map(({ createdBy, where }) => `${createdBy}-${where}`)).toEqual([
      'f-both',
      'a-left',
      'b-both',
      'c-left',
      'q-right',
      'd-both',
      'y-right',
      'x-both',
    ]);
  });
});
