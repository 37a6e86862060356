import { mediaTypes, type Platform, type RepositoryName, type Tag } from '@wharf/oci';
import { expect, test } from 'vitest';
import type { Core } from './core.ts';
import { pushManifest } from './manifests.ts';
import type { PutManifest } from './ports/metadata.ts';

async function platformsOfIndex(platforms: Platform[]): Promise<Platform[]> {
  const puts: PutManifest[] = [];
  const metadata = {
    putManifest: async (put: PutManifest) => {
      puts.push(put);
      return { put: true };
    },
  };
  const child = { mediaType: mediaTypes.ociManifest, digest: `sha256:${'a'.repeat(64)}`, size: 1 };
  const manifests = platforms.map((platform) => ({ ...child, platform }));
  await pushManifest({ metadata, now: () => new Date(0) } as unknown as Core, {
    name: 'org/app' as RepositoryName,
    reference: 'latest' as Tag,
    tags: [],
    contentType: mediaTypes.ociIndex,
    content: Buffer.from(JSON.stringify({ schemaVersion: 2, manifests })),
    by: { id: undefined, name: 'somebody' },
  });
  return puts[0]?.platforms ?? [];
}

test('an index shows each platform once, those named unknown not, and no more than a list can bear', async () => {
  const [amd64, arm64] = ['amd64', 'arm64'].map((architecture) => ({ os: 'linux', architecture }));
  const attestation = { os: 'unknown', architecture: 'unknown' };
  const some = [amd64, arm64, amd64, attestation].filter((platform) => platform !== undefined);
  expect(await platformsOfIndex(some)).toEqual([amd64, arm64]);
  const many = Array.from({ length: 200 }, (_, index) => ({ os: 'linux', architecture: `x${index}` }));
  expect(await platformsOfIndex(many)).toEqual(many.slice(0, 50));
});
