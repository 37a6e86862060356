import { mediaTypes } from '@wharf/oci';

/** Layers that hold a file system as a tar, as images of all clients name them. */
const tarTypes: readonly string[] = [
  'application/vnd.oci.image.layer.v1.tar',
  mediaTypes.ociLayerGzip,
  mediaTypes.ociLayerZstd,
  'application/vnd.oci.image.layer.nondistributable.v1.tar',
  'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
  'application/vnd.oci.image.layer.nondistributable.v1.tar+zstd',
  'application/vnd.docker.image.rootfs.diff.tar',
  'application/vnd.docker.image.rootfs.diff.tar.gzip',
  'application/vnd.docker.image.rootfs.diff.tar.zstd',
  'application/vnd.docker.image.rootfs.foreign.diff.tar',
  'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
];

/** Why a layer of this media type has no file index; undefined when it can have one. */
export function typeRefusal(mediaType: string): 'encrypted' | 'media-type' | undefined {
  if (tarTypes.includes(mediaType)) return undefined;
  return mediaType.endsWith('+encrypted') ? 'encrypted' : 'media-type';
}
