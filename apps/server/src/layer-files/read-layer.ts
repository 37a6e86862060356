import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ArchiveError } from '@wharf/image-archive';
import { compressionOf, unzstd } from '@wharf/image-archive/tar';
import type { StorageDriver } from '@wharf/registry';

export interface LayerReading {
  compression: 'none' | 'gzip' | 'zstd';
  /** The layer's tar. A chunk is valid until the next one is asked for. */
  tar: AsyncIterable<Uint8Array>;
}

/** Beyond `ratioFree` bytes, no more than `ratio` bytes may come of each stored one. A gigabyte of zeros is no attack. */
const ratioFree = 1024 ** 3;
const ratio = 300;
/** Of one layer, unpacked: what takes longer to read holds up the layers of everybody else. */
const unpackedLimit = 64 * 1024 ** 3;
const headBytes = 512;
const unpackedChunk = 256 * 1024;

/**
 * A stored layer without its compression, which its first bytes tell: media types are only what a client says.
 * @param onRead is told how many stored bytes were read so far
 * @throws ObjectNotFound
 * @throws ArchiveError unsupported (another compression); while reading: truncated, corrupt, bomb
 */
export async function openLayer(
  storage: StorageDriver,
  key: string,
  { onRead, signal }: { onRead?: (bytes: number) => void; signal?: AbortSignal } = {},
): Promise<LayerReading> {
  const compression = compressionOf(await readHead(storage, key));
  if (compression === 'xz' || compression === 'bzip2' || compression === 'zip') {
    throw new ArchiveError('unsupported', `the layer is a ${compression} file`, { found: compression });
  }
  let read = 0;
  async function* stored(): AsyncGenerator<Uint8Array> {
    for await (const chunk of storage.read(key)) {
      signal?.throwIfAborted();
      read += chunk.length;
      onRead?.(read);
      yield chunk;
    }
  }
  if (compression === 'none') return { compression, tar: stored() };
  async function* bounded(): AsyncGenerator<Uint8Array> {
    let unpacked = 0;
    for await (const chunk of compression === 'gzip' ? gunzip(stored()) : unzstd(stored())) {
      unpacked += chunk.length;
      if (unpacked > ratioFree && unpacked > read * ratio) {
        throw new ArchiveError('bomb', `the layer unpacks to more than ${ratio} times its size`, { wanted: ratio });
      }
      if (unpacked > unpackedLimit) {
        throw new ArchiveError('bomb', `the layer unpacks to more than ${unpackedLimit} bytes`, {
          wanted: unpackedLimit,
        });
      }
      yield chunk;
    }
  }
  return { compression, tar: bounded() };
}

async function readHead(storage: StorageDriver, key: string): Promise<Uint8Array> {
  for await (const chunk of storage.read(key, { start: 0, end: headBytes - 1 }))
    return new Uint8Array(chunk.subarray(0, headBytes));
  return new Uint8Array(0);
}

async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const unpacker = createGunzip({ chunkSize: unpackedChunk });
  const feeding = pipeline(Readable.from(copies(source)), unpacker);
  // Its errors come out of the loop below as well.
  feeding.catch(() => {});
  try {
    for await (const chunk of unpacker) yield chunk;
  } catch (error) {
    throw asArchiveError(error);
  } finally {
    unpacker.destroy();
    await feeding.catch(() => {});
  }
}

/** The stream asks for the next chunk before it has done with the last one. (`slice` of a Buffer is no copy.) */
async function* copies(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) yield new Uint8Array(chunk);
}

function asArchiveError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!code.startsWith('Z_')) return error;
  return code === 'Z_BUF_ERROR'
    ? new ArchiveError('truncated', 'the gzip stream ends too early', {}, { cause: error })
    : new ArchiveError('corrupt', 'the gzip stream is damaged', {}, { cause: error });
}
