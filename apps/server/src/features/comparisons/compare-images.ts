import type { ComparedLayer, ComparedStep, Comparison, Difference, ManifestView } from '@wharf/api';
import { mergeSequences } from './merge-sequences.ts';

/** What of a manifest is compared. */
export type ComparedImage = Pick<ManifestView, 'digest' | 'config' | 'annotations' | 'layers' | 'history'>;

export type ImageDifferences = Omit<Comparison, 'left' | 'right'>;

/** What differs between two images, from the left one to the right one. */
export function compareImages(left: ComparedImage, right: ComparedImage): ImageDifferences {
  return {
    same: left.digest === right.digest,
    config: differences(configValues(left.config), configValues(right.config)),
    environment: differences(environment(left.config), environment(right.config)),
    labels: differences(entriesOf(left.config?.labels), entriesOf(right.config?.labels)),
    annotations: differences(entriesOf(left.annotations), entriesOf(right.annotations)),
    history: mergeSequences(left.history, right.history, ({ createdBy }) => createdBy).map(
      ({ item, where }): ComparedStep => ({ createdBy: item.createdBy, where }),
    ),
    layers: mergeSequences(left.layers, right.layers, ({ digest }) => digest).map(
      ({ item: { digest, size, createdBy }, where }): ComparedLayer => ({ digest, size, createdBy, where }),
    ),
    sizes: compareSizes(left.layers, right.layers),
  };
}

function configValues(config: ComparedImage['config']): Map<string, string> {
  if (!config) return new Map();
  const { labels: _labels, env: _env, digest: _digest, ...fields } = config;
  const values = Object.entries(fields).map(([name, value]): [string, string] => [
    name,
    Array.isArray(value) ? value.join('\n') : (value ?? ''),
  ]);
  return new Map(values.filter(([, value]) => value !== ''));
}

/** Of two values of one name, a container sees the last. */
function environment(config: ComparedImage['config']): Map<string, string> {
  const pairs = (config?.env ?? []).map((pair): [string, string] => {
    const equals = pair.indexOf('=');
    return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
  });
  return new Map(pairs);
}

function entriesOf(values: Record<string, string> | undefined): Map<string, string> {
  return new Map(Object.entries(values ?? {}));
}

function differences(left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): Difference[] {
  const names = [...new Set([...left.keys(), ...right.keys()])].sort();
  return names
    .map((name) => ({ name, left: left.get(name) ?? null, right: right.get(name) ?? null }))
    .filter((one) => one.left !== one.right);
}

/** Each blob once, as a registry stores it. */
function compareSizes(left: ComparedImage['layers'], right: ComparedImage['layers']): Comparison['sizes'] {
  const ofLeft = new Map(left.map(({ digest, size }) => [digest, size]));
  const ofRight = new Map(right.map(({ digest, size }) => [digest, size]));
  const sum = (sizes: Iterable<number>) => [...sizes].reduce((total, size) => total + size, 0);
  const without = (some: Map<string, number>, others: Map<string, number>) =>
    sum([...some].filter(([digest]) => !others.has(digest)).map(([, size]) => size));
  const leftOnly = without(ofLeft, ofRight);
  return {
    left: sum(ofLeft.values()),
    right: sum(ofRight.values()),
    shared: sum(ofLeft.values()) - leftOnly,
    leftOnly,
    rightOnly: without(ofRight, ofLeft),
  };
}
