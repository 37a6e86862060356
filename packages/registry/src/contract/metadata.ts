import { describe } from 'vitest';
import { describeBlobs } from './metadata-blobs.ts';
import { describeConcurrency } from './metadata-concurrency.ts';
import { type OpenedMetadata, withMetadata } from './metadata-fixture.ts';
import { describeManifests } from './metadata-manifests.ts';
import { describeQuotas } from './metadata-quotas.ts';
import { describeRemoval } from './metadata-removal.ts';
import { describeRepositories } from './metadata-repositories.ts';
import { describeReturn } from './metadata-return.ts';
import { describeUploads } from './metadata-uploads.ts';

export {
  type ContractQuotas,
  type MetadataWorld,
  minutesLater,
  newDigest,
  noon,
  type OpenedMetadata,
  somebody,
  tag,
  withMetadata,
} from './metadata-fixture.ts';

/**
 * Proves an implementation of the `Metadata` port.
 * @param open a store; called once. `close` takes it away. Other tests may use the same store at the same time.
 */
export function describeMetadata(name: string, open: () => Promise<OpenedMetadata>): void {
  describe(`metadata: ${name}`, () => {
    const world = withMetadata(open);
    describeRepositories(world);
    describeManifests(world);
    describeRemoval(world);
    describeReturn(world);
    describeBlobs(world);
    describeUploads(world);
    describeQuotas(world);
    describeConcurrency(world);
  });
}
