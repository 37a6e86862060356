import type { Descriptor, Digest, Platform } from '@wharf/oci';

/** Bytes that can be read from any place: a `File` of a browser, a file, a stored object. */
export interface ByteSource {
  /** Bytes. */
  size: number;
  /** For messages. */
  name: string;
  /** Bytes `start` to `end`, `end` excluded. A chunk need only be valid until the next one is asked for. */
  read(start: number, end: number): AsyncIterable<Uint8Array>;
}

export interface ArchiveDocument {
  bytes: Uint8Array;
  mediaType: string;
  digest: Digest;
}

export interface ArchiveLayer {
  /** sha256 of the layer's tar without compression, where the config tells; not yet verified. */
  diffId: Digest | undefined;
  /** Of the stored bytes, where a descriptor names it or `sha256` of the options computed it. */
  digest: Digest | undefined;
  /** Stored bytes in the archive. */
  size: number;
  /** For the manifest to be made (`manifestFor`), or that of the descriptor where the archive has a manifest. */
  mediaType: string;
  /** By its first bytes. False and no `manifest` on the image: it has to be compressed for a registry. */
  compressed: boolean;
  /** Path in the archive, links resolved: what `openMember` and `readMembers` take. */
  member: string;
}

export interface ArchiveImage {
  /** References as they are written in the archive (`RepoTags`, `io.containerd.image.name`, `…ref.name`); maybe none. */
  names: string[];
  platform: Platform | undefined;
  kind: 'image' | 'index';
  /** Of an image; undefined in the oldest docker archives, where `configFor` makes it from the layers' diff ids. */
  config: { bytes: Uint8Array; digest: Digest; mediaType: string } | undefined;
  layers: ArchiveLayer[];
  /**
   * The manifest as it lies in the archive, to be pushed as it is with its blobs as they are. Undefined where a
   * `docker push` would make one: `manifestFor`.
   */
  manifest: ArchiveDocument | undefined;
  /** Of an index, in its order. */
  children: ArchiveImage[];
  /** Children that the index of the archive names but the archive does not hold; `manifest` is without them. */
  missing: Descriptor[];
  /** Documents of the oldest format, from the base to the top. */
  legacy: Uint8Array[] | undefined;
  /** Bytes in the archive of all that it is made of, each thing once; of an index, with its children. */
  size: number;
}

export interface ImageArchive {
  format: 'docker-save' | 'docker-save-oci' | 'oci-layout';
  images: ArchiveImage[];
  /** A compressed outer file: its members can only be read in order, from the start each time. */
  sequential: boolean;
  /**
   * @param start the first byte wanted; 0 unless told
   * @throws ArchiveError layer-missing for a path that is no file of the archive; what the reading itself meets, while reading
   */
  openMember(member: string, start?: number): AsyncIterable<Uint8Array>;
  /** Where the bytes of a member lie, for who can send a source's bytes without reading them; undefined when packed. */
  placeOf(member: string): { source: ByteSource; offset: number } | undefined;
  /**
   * One pass in archive order, each file once, however often it is asked for. What `each` does not read is skipped.
   * A chunk is valid until the next one is asked for.
   */
  readMembers(
    members: readonly string[],
    each: (member: string, bytes: AsyncIterable<Uint8Array>) => Promise<void>,
  ): Promise<void>;
}

/** A running sha256. */
export interface Hasher {
  update(bytes: Uint8Array): unknown;
  digest(): string /* hex */;
}

export interface ArchiveLimits {
  /** Members of an archive. */
  members: number;
  images: number;
  /** Of all images together, shared ones counted for each. */
  layers: number;
  /** Bytes of one JSON document. */
  documentBytes: number;
  /** Bytes of all documents together. */
  documentsBytes: number;
  /** Unpacked bytes for each byte of a compressed outer file... */
  ratio: number;
  /** ...beyond this many bytes, which are always allowed. */
  ratioFree: number;
}

export interface ArchiveOptions {
  /** Bytes of the source that were read so far. */
  onProgress?(bytes: number): void;
  signal?: AbortSignal;
  /**
   * Makes running sha256s. With it, a compressed outer file is hashed while it is indexed: each layer gets its `digest`,
   * and one that differs from its name is refused before anything is sent.
   */
  sha256?: () => Hasher;
  limits?: Partial<ArchiveLimits>;
}

export const defaultLimits: ArchiveLimits = {
  members: 100_000,
  images: 10_000,
  layers: 200_000,
  documentBytes: 4 * 1024 * 1024,
  documentsBytes: 64 * 1024 * 1024,
  ratio: 250,
  ratioFree: 256 * 1024 * 1024,
};
