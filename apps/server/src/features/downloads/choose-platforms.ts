import { createHash } from 'node:crypto';
import type { ImageToArchive } from '@wharf/image-archive';
import { digestOf, type Platform, platformText } from '@wharf/oci';
import { ApiError } from '../../bff/problem.ts';
import type { Document, Documents } from './find-documents.ts';

/**
 * What a tag's archive holds: the tag's own manifest, or for some platforms of an index only those: one alone, several
 * under a shorter index.
 * @param wanted as `platformText` gives them; none: all
 * @throws ApiError not-found when the tag has none of them
 */
export async function choosePlatforms(
  documents: Documents,
  tag: string,
  root: Document,
  wanted: readonly string[],
): Promise<Omit<ImageToArchive, 'names'>> {
  const chosen = (platforms: readonly Platform[]) => platforms.find((one) => wanted.includes(platformText(one)));
  if (root.kind === 'image') {
    const platform = root.platforms[0];
    if (wanted.length > 0 && !chosen(root.platforms)) throw noSuchPlatform(tag, wanted);
    return { manifest: root, children: [], ...(platform ? { platform } : {}) };
  }
  if (wanted.length === 0) return { manifest: root, children: await documents.descendants(root) };

  const leaves = new Map<string, { document: Document; platform: Platform }>();
  for (const index of [root, ...(await documents.descendants(root))]) {
    if (index.kind !== 'index') continue;
    for (const { document, platforms } of await documents.children(index)) {
      const platform = document.kind === 'image' ? chosen(platforms) : undefined;
      if (platform) leaves.set(document.digest, { document, platform });
    }
  }
  const [first, second] = [...leaves.values()];
  if (!first) throw noSuchPlatform(tag, wanted);
  if (!second) return { manifest: first.document, children: [], platform: first.platform };
  return {
    manifest: indexOver([...leaves.values()], root.mediaType),
    children: [...leaves.values()].map(({ document }) => document),
  };
}

function indexOver(leaves: readonly { document: Document; platform: Platform }[], mediaType: string) {
  const manifests = leaves.map(({ document, platform }) => ({
    mediaType: document.mediaType,
    digest: document.digest,
    size: document.bytes.length,
    platform,
  }));
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
  return { bytes, mediaType, digest: digestOf('sha256', createHash('sha256').update(bytes).digest('hex')) };
}

function noSuchPlatform(tag: string, wanted: readonly string[]): ApiError {
  return new ApiError('not-found', `the tag ${tag} has no image for ${wanted.join(', ')}`, {
    detail: { reason: 'platform-missing', tag, platforms: wanted },
  });
}
