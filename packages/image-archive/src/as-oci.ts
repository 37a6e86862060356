import { mediaTypes } from '@wharf/oci';
import type { ArchiveDocument } from './archive.ts';
import type { ImageToArchive } from './lay-out.ts';
import { dockerLayerGzip } from './layers.ts';
import { sha256Of } from './sha256.ts';

const ociTypes: Record<string, string> = {
  [mediaTypes.dockerManifest]: mediaTypes.ociManifest,
  [mediaTypes.dockerManifestList]: mediaTypes.ociIndex,
  [mediaTypes.dockerConfig]: mediaTypes.ociConfig,
  [dockerLayerGzip]: mediaTypes.ociLayerGzip,
  'application/vnd.docker.image.rootfs.diff.tar': 'application/vnd.oci.image.layer.v1.tar',
  'application/vnd.docker.image.rootfs.diff.tar.zstd': mediaTypes.ociLayerZstd,
  'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip':
    'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
};

interface Named {
  mediaType?: string;
  digest?: string;
  size?: number;
}

/**
 * The image with the OCI's media types in the place of Docker's: tools that read OCI layouts look for no others. Its
 * digest changes by that, that of what is OCI already does not.
 */
export function asOci(image: ImageToArchive): ImageToArchive {
  const sources = new Map<string, ArchiveDocument>(image.children.map((child) => [child.digest, child]));
  const done = new Map<string, ArchiveDocument>();
  const converted = (document: ArchiveDocument): ArchiveDocument => {
    const known = done.get(document.digest);
    if (known) return known;
    const result = convert(document, (digest) => {
      const child = sources.get(digest);
      return child && converted(child);
    });
    done.set(document.digest, result);
    return result;
  };
  return { ...image, manifest: converted(image.manifest), children: image.children.map(converted) };
}

function convert(document: ArchiveDocument, childOf: (digest: string) => ArchiveDocument | undefined): ArchiveDocument {
  const json = JSON.parse(new TextDecoder().decode(document.bytes));
  let changed = false;
  const rename = <T extends Named>(descriptor: T): T => {
    const child = childOf(descriptor.digest ?? '');
    const mediaType = child?.mediaType ?? ociTypes[descriptor.mediaType ?? ''] ?? descriptor.mediaType;
    const moved = child !== undefined && child.digest !== descriptor.digest;
    if (mediaType === descriptor.mediaType && !moved) return descriptor;
    changed = true;
    return {
      ...descriptor,
      ...(mediaType === undefined ? {} : { mediaType }),
      ...(child ? { digest: child.digest, size: child.bytes.length } : {}),
    };
  };
  const mediaType = ociTypes[document.mediaType] ?? document.mediaType;
  const renamed = {
    ...json,
    ...(json.config ? { config: rename(json.config) } : {}),
    ...(json.layers ? { layers: json.layers.map(rename) } : {}),
    ...(json.manifests ? { manifests: json.manifests.map(rename) } : {}),
    mediaType,
  };
  if (!changed && mediaType === document.mediaType) return document;
  const bytes = new TextEncoder().encode(JSON.stringify(renamed));
  return { bytes, mediaType, digest: sha256Of(bytes) };
}
