import { mediaTypes } from '@wharf/oci';
import { afterEach, expect, test } from 'vitest';
import type { ImageArchive } from './archive.ts';
import { ArchiveError } from './error.ts';
import { openArchive } from './open-archive.ts';
import { blob, configJson, descriptorOf, layout, legacySave, ociManifest } from './testing/archives.ts';
import { buildTar, type TarPart } from './testing/build-tar.ts';
import { openReads, sourceOf } from './testing/sources.ts';

// Nothing is left open, whatever became of the archive.
afterEach(() => expect(openReads()).toBe(0));

/**
 * Small archives that ask for work out of all proportion: each must be taken or refused within the time that a test has;
 * without the bounds it would be many minutes.
 */
const padding = ' '.repeat(3_500_000);
const fatConfig = `{"rootfs":{"type":"layers","diff_ids":[]}${padding}}`;
const many = (count: number) => Array.from({ length: count }, (_, index) => index);

const cases: [string, () => TarPart[]][] = [
  [
    'thousands of images over one large config',
    () => [
      { path: 'c', content: fatConfig },
      { path: 'manifest.json', content: JSON.stringify(many(5000).map(() => ({ Config: 'c' }))) },
    ],
  ],
  [
    'thousands of manifests over one large config',
    () => {
      const one = ociManifest([], fatConfig);
      const manifests = many(5000).map((index) => one.replace('{', `{"a":${index},`));
      return layout(
        manifests.map((manifest) => descriptorOf(mediaTypes.ociManifest, manifest)),
        [fatConfig, ...manifests],
      );
    },
  ],
  [
    'thousands of images over one large document of the oldest format',
    () => [
      ...many(5000).flatMap((id) => [
        { path: `${id}/json`, content: '{"parent":"base"}' },
        { path: `${id}/layer.tar`, content: '' },
      ]),
      { path: 'base/json', content: `{"a":1${padding}}` },
      { path: 'base/layer.tar', content: '' },
    ],
  ],
  [
    'a hundred thousand tags of one image',
    () => [
      ...legacySave().filter(({ path }) => path !== 'repositories'),
      {
        path: 'repositories',
        content: JSON.stringify({ a: Object.fromEntries(many(100_000).map((tag) => [tag, 'top'])) }),
      },
    ],
  ],
  [
    'an index that names one child ten thousand times',
    () => {
      const manifest = ociManifest([]);
      const child = descriptorOf(mediaTypes.ociManifest, manifest);
      const inner = JSON.stringify({ schemaVersion: 2, manifests: many(9999).map(() => child) });
      const innerEntry = descriptorOf(mediaTypes.ociIndex, inner);
      const outer = JSON.stringify({
        schemaVersion: 2,
        manifests: many(9999).map(() => innerEntry),
      });
      return layout([descriptorOf(mediaTypes.ociIndex, outer)], [outer, inner, manifest, configJson]);
    },
  ],
  ['links on every step of a long path', () => longLinks()],
  ['a hundred thousand members', () => many(100_001).map((index) => ({ path: `${index}` }))],
  ['a path of a million folders', () => [{ path: 'a/'.repeat(400_000), long: 'gnu' }, blob(configJson)]],
];

test.each(cases)('%s', { timeout: 30_000 }, async (_, make) => {
  const tar = buildTar(make());
  const outcome = await openArchive(sourceOf(tar, 'hostile.tar', 64 * 1024)).catch((error: unknown) => error);
  expect(outcome instanceof ArchiveError || (outcome as ImageArchive).images.length > 0, String(outcome)).toBe(true);
});

function longLinks(): TarPart[] {
  const path = 'd/'.repeat(2000);
  return [
    { path: 'd', type: '2', link: '.' },
    {
      path: 'manifest.json',
      content: JSON.stringify(many(900).map((index) => ({ Config: `${path}${index}` }))),
    },
  ];
}
