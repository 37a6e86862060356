import { createHash } from 'node:crypto';
import { quotaExceeded } from '@wharf/db';
import {
  type HeldLayer,
  type ImageArchive,
  identifyLayers,
  manifestsOf,
  type PushPart,
  partsOf,
} from '@wharf/image-archive';
import type { Digest, RepositoryName } from '@wharf/oci';
import type { KnownActor } from '../../auth/actors.ts';
import type { Services } from '../../bff/services.ts';
import type { ArchiveTarget } from './archive-targets.ts';
import { chooseLayer } from './choose-layer.ts';
import { type ComingPart, foresee } from './foresee.ts';
import { layerMediaType } from './layer-compression.ts';
import { makeLayer } from './make-layer.ts';
import { findBlobsElsewhere, findLayerContents } from './queries.ts';

export interface ImportedImage {
  /** Full name. */
  repository: string;
  tag: string;
  digest: string;
  /** Bytes of its parts that were on the server already. */
  bytesThere: number;
}

interface Import {
  services: Services;
  actor: KnownActor;
  organizationId: string;
  archive: ImageArchive;
  signal: AbortSignal;
}

/**
 * Pushes images of an archive; the manifests come last, when all that they name is there.
 * What certainly does not fit into a quota is refused before any of it is kept.
 * @throws ArchiveError, LayerDiffers, RegistryError, QuotaExceeded
 */
export async function importArchive(work: Import, targets: readonly ArchiveTarget[]): Promise<ImportedImage[]> {
  const { archive, services, actor } = work;
  await identifyLayers(archive, sha256);
  const wanted = targets.map((target) => ({ ...target, parts: partsOf(target.image) }));
  const homes = new Map<string, { part: PushPart; home: RepositoryName }>();
  for (const { name, parts } of wanted) {
    for (const part of parts) if (!homes.has(part.key)) homes.set(part.key, { part, home: name });
  }
  const held = await mountKnown(work, [...homes.values()]);
  await refuseAboveQuotas(work, wanted, held);
  const there = new Set(held.keys());
  await sendRest(work, homes, held);

  const imported: ImportedImage[] = [];
  for (const { image, name, tag, parts } of wanted) {
    work.signal.throwIfAborted();
    for (const { key } of parts) {
      const { home } = homes.get(key) ?? { home: name };
      if (home !== name) await services.pushing.mountBlob(home, name, holding(held, key).digest);
    }
    const manifests = manifestsOf(image, (key) => holding(held, key));
    let digest = '';
    for (const [index, { bytes, mediaType, digest: own }] of manifests.entries()) {
      const reference = index === manifests.length - 1 ? tag : own;
      const by = { id: actor.id, name: actor.name };
      const push = { name, reference, tags: [], contentType: mediaType, content: bytes, by };
      ({ digest } = await services.pushing.putManifest(push));
    }
    const bytesThere = parts.filter(({ key }) => there.has(key)).reduce((sum, { size }) => sum + size, 0);
    imported.push({ repository: name, tag, digest, bytesThere });
  }
  return imported;
}

async function refuseAboveQuotas(
  { services, organizationId }: Import,
  wanted: readonly (ArchiveTarget & { parts: readonly PushPart[] })[],
  held: ReadonlyMap<string, HeldLayer>,
): Promise<void> {
  const images = new Map<RepositoryName, { name: string; tags: string[]; parts: ComingPart[] }>();
  for (const { name, tag, parts } of wanted) {
    const image = images.get(name) ?? { name, tags: [], parts: [] };
    image.tags.push(tag);
    image.parts.push(
      ...parts.map((part) => {
        const { digest, size } = held.get(part.key) ?? {
          digest: part.kind === 'layer' ? undefined : part.digest,
          size: part.size,
        };
        return { key: part.key, digest, size };
      }),
    );
    images.set(name, image);
  }
  const refusals = await foresee(services.database.db, organizationId, [...images.values()]);
  const first = refusals.find(({ certain }) => certain);
  if (first) throw quotaExceeded(first, first.place);
}

type Homes = readonly { part: PushPart; home: RepositoryName }[];

/** What lies in repositories that the actor can pull need not be written again. */
async function mountKnown({ services, actor, organizationId }: Import, homes: Homes): Promise<Map<string, HeldLayer>> {
  const { db } = services.database;
  const held = new Map<string, HeldLayer>();
  for (let start = 0; start < homes.length; start += 300) {
    const some = homes.slice(start, start + 300);
    const contents = await findLayerContents(
      db,
      actor,
      some.flatMap(({ part }) => (part.kind === 'layer' ? part.diffId : [])),
      services.now(),
    );
    const digests = [
      ...contents.map((content) => content.blob_digest),
      ...some.flatMap(({ part }) => (part.kind === 'layer' ? [] : part.digest)),
    ];
    const blobs = await findBlobsElsewhere(db, actor, organizationId, [...new Set(digests)], services.now());
    const byDigest = new Map(blobs.map((blob) => [blob.digest, blob]));
    for (const { part, home } of some) {
      const chosen = part.kind === 'layer' ? chooseLayer(contents, byDigest, part.diffId, part.size) : undefined;
      const content = chosen?.content;
      const blob = part.kind === 'layer' ? chosen?.blob : byDigest.get(part.digest);
      const from = blob && ((blob.own_repository ?? blob.any_repository) as RepositoryName);
      if (!blob || !from || !(await services.pushing.mountBlob(from, home, blob.digest as Digest))) continue;
      const mediaType =
        content && content.compression !== 'none' ? layerMediaType(content.compression) : mediaTypeOf(part);
      held.set(part.key, { digest: blob.digest as Digest, size: blob.size, mediaType });
    }
  }
  return held;
}

async function sendRest(
  { services, archive, signal }: Import,
  homes: ReadonlyMap<string, { part: PushPart; home: RepositoryName }>,
  held: Map<string, HeldLayer>,
): Promise<void> {
  const { pushing, database, config } = services;
  const members = new Map<string, { part: Exclude<PushPart, { kind: 'document' }>; home: RepositoryName }[]>();
  for (const [key, { part, home }] of homes) {
    if (held.has(key)) continue;
    if (part.kind === 'document') {
      held.set(key, { ...(await pushing.putBlob(home, once(part.bytes), part.digest)), mediaType: '' });
    } else members.set(part.member, [...(members.get(part.member) ?? []), { part, home }]);
  }
  const send = async (member: string, bytes: AsyncIterable<Uint8Array>, nth: number) => {
    const one = members.get(member)?.[nth];
    if (!one) return;
    const { part, home } = one;
    signal.throwIfAborted();
    if (part.kind === 'blob') {
      held.set(part.key, { ...(await pushing.putBlob(home, bytes, part.digest)), mediaType: part.mediaType });
      return;
    }
    const parts = { db: database.db, pushing, compression: config.layerCompression };
    const made = await makeLayer(parts, { name: home, diffId: part.diffId, tar: bytes });
    held.set(part.key, { ...made, digest: made.digest as Digest });
  };
  await archive.readMembers([...members.keys()], (member, bytes) => send(member, bytes, 0));
  // One member as two things (compressed for one image, as it is for another) is rare: it is read again.
  for (const [member, parts] of members) {
    for (let nth = 1; nth < parts.length; nth += 1) await send(member, archive.openMember(member), nth);
  }
}

function mediaTypeOf(part: PushPart): string {
  return part.kind === 'blob' ? part.mediaType : '';
}

function holding(held: ReadonlyMap<string, HeldLayer>, key: string): HeldLayer {
  const layer = held.get(key);
  if (!layer) throw new Error(`${key} was neither found nor sent`);
  return layer;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Node's, as the archive package asks for it. */
export function sha256() {
  const hash = createHash('sha256');
  return { update: (bytes: Uint8Array) => hash.update(bytes), digest: () => hash.digest('hex') };
}
