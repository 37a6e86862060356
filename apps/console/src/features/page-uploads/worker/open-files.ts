import {
  type ArchiveImage,
  type ByteSource,
  type ImageArchive,
  identifyLayers,
  openArchive,
  openFolder,
  partsOf,
} from '@wharf/image-archive';
import { platformText } from '@wharf/oci';
import { createSHA256 } from 'hash-wasm';
import type { ArchiveSummary, ChosenFiles } from '../protocol.ts';

/** Indexes what was chosen. @throws ArchiveError */
export async function openFiles(
  { files, folder }: ChosenFiles,
  onBytes: (bytes: number, total: number) => void,
  signal: AbortSignal,
): Promise<ImageArchive> {
  const hasher = await createSHA256();
  // One at a time is ever asked for: a member is hashed to its end before the next one begins.
  const sha256 = () => {
    hasher.init();
    return { update: (bytes: Uint8Array) => hasher.update(bytes), digest: () => hasher.digest('hex') };
  };
  const sources = files.map(({ path, file }) => ({ path, source: sourceOf(file) }));
  const [only] = sources;
  const total = sources.reduce((sum, { source }) => sum + source.size, 0);
  const options = { sha256, signal, onProgress: (bytes: number) => onBytes(bytes, total) };
  const archive = !folder && only ? await openArchive(only.source, options) : await openFolder(sources, options);
  await identifyLayers(archive, sha256, (bytes) => onBytes(bytes, total));
  return archive;
}

export function summaryOf({ format, images }: ImageArchive): ArchiveSummary {
  return {
    format,
    images: images.map((image) => ({
      names: image.names,
      platforms: platformsOf(image),
      size: image.size,
      layers: layerCount(image),
      missing: image.missing.length,
      parts: partsOf(image).map((part) => ({
        key: part.key,
        kind: part.kind,
        digest: part.kind === 'layer' ? part.diffId : part.digest,
        size: part.size,
      })),
    })),
  };
}

function platformsOf(image: ArchiveImage): string[] {
  const all = [image, ...image.children].flatMap(({ platform }) => platform ?? []);
  return [...new Set(all.filter(({ os }) => os !== 'unknown').map(platformText))];
}

function layerCount(image: ArchiveImage): number {
  return image.layers.length + image.children.reduce((sum, child) => sum + layerCount(child), 0);
}

/** Whose bytes the browser can send by itself. */
export interface FileSource extends ByteSource {
  file: File;
}

function sourceOf(file: File): FileSource {
  return { file, name: file.name, size: file.size, read: (start, end) => readFile(file, start, end) };
}

/** Large enough to be fast, small enough to hold a few. */
const pieceBytes = 4 * 1024 * 1024;

async function* readFile(file: File, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += pieceBytes) {
    yield new Uint8Array(await file.slice(at, Math.min(at + pieceBytes, end)).arrayBuffer());
  }
}
