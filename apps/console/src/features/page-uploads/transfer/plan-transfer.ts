import type { UploadPlan } from '@wharf/api';
import { type ArchiveImage, type ImageArchive, type PushPart, partsOf } from '@wharf/image-archive';
import { call } from '../../../lib/api-client.ts';
import type { UploadOrder } from '../protocol.ts';
import { type Content, noRetry, type Target, type Transfer } from './state.ts';

/** As many as one plan takes; what most archives hold fits into one. */
const askedAtOnce = 300;

export interface PlannedTransfer {
  transfer: Transfer;
  parts: Map<string, PushPart>;
  images: Map<string, ArchiveImage>;
}

/** Asks what the server has, and lays out what is to be sent and where to. */
export async function planTransfer(
  order: UploadOrder,
  archives: ReadonlyMap<string, ImageArchive>,
  signal: AbortSignal,
): Promise<PlannedTransfer> {
  const parts = new Map<string, PushPart>();
  const images = new Map<string, ArchiveImage>();
  const contents: Record<string, Content> = {};
  const targets: Target[] = order.targets.map((target) => {
    const archive = archives.get(target.archive);
    const image = archive?.images[target.image];
    if (!archive || !image) throw new Error(`the archive ${target.archive} is not open`);
    images.set(target.id, image);
    const own = partsOf(image);
    for (const part of own) {
      if (parts.has(part.key)) continue;
      parts.set(part.key, part);
      contents[part.key] = contentOf(part, target.archive, archive.sequential, target.repository);
    }
    return { ...target, keys: own.map(({ key }) => key), phase: 'waiting', digest: undefined, retry: noRetry };
  });
  for (const known of await askServer(order.organization, [...parts.values()], signal)) {
    const content = contents[known.key];
    if (content) Object.assign(content, { from: known.repository, known });
  }
  const { organization } = order;
  return { transfer: { organization, status: 'running', pausedBy: undefined, contents, targets }, parts, images };
}

function contentOf(part: PushPart, archive: string, sequential: boolean, home: string): Content {
  const member = part.kind === 'document' ? '' : part.member;
  const { key, kind, size } = part;
  return {
    ...{ key, kind, archive, member, sequential, size, home },
    ...{ from: undefined, known: undefined, phase: 'waiting', sent: 0, compressed: 0, held: undefined, retry: noRetry },
  };
}

async function askServer(organization: string, parts: readonly PushPart[], signal: AbortSignal) {
  const known: { key: string; repository: string; digest: string; size: number; mediaType: string }[] = [];
  for (let start = 0; start < parts.length; start += askedAtOnce) {
    const some = parts.slice(start, start + askedAtOnce);
    const plan: UploadPlan = await call('planPageUpload', {
      params: { organization },
      body: {
        digests: [...new Set(some.flatMap((part) => (part.kind === 'layer' ? [] : part.digest)))],
        layers: some.flatMap((part) => (part.kind === 'layer' ? { diffId: part.diffId, size: part.size } : [])),
      },
      signal,
    });
    const blobs = new Map(plan.blobs.map((blob) => [blob.digest, blob]));
    const layers = new Map(plan.layers.map((layer) => [layer.diffId, layer]));
    for (const part of some) {
      const found = part.kind === 'layer' ? layers.get(part.diffId) : blobs.get(part.digest);
      const mediaType = part.kind === 'blob' ? part.mediaType : '';
      if (found) known.push({ mediaType, ...found, key: part.key });
    }
  }
  return known;
}
