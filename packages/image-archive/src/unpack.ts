import type { ArchiveLimits, ArchiveOptions, ByteSource } from './archive.ts';
import { ArchiveError } from './error.ts';
import { readPiece } from './read-piece.ts';
import { unzstd } from './zstd.ts';

export type Compression = 'none' | 'gzip' | 'zstd';

/** The compression that the first bytes of a file show, also one that is not read here. */
export function compressionOf(head: Uint8Array): Compression | 'xz' | 'bzip2' | 'zip' {
  const starts = (...magic: number[]) => magic.every((byte, index) => head[index] === byte);
  if (starts(0x1f, 0x8b)) return 'gzip';
  if (starts(0x28, 0xb5, 0x2f, 0xfd)) return 'zstd';
  if (head[0] !== undefined && (head[0] & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18)
    return 'zstd';
  if (starts(0xfd, 0x37, 0x7a, 0x58, 0x5a)) return 'xz';
  if (starts(0x42, 0x5a, 0x68)) return 'bzip2';
  if (starts(0x50, 0x4b, 0x03, 0x04)) return 'zip';
  return 'none';
}

export function readHead(source: ByteSource, size: number): Promise<Uint8Array> {
  return readPiece(source, 0, Math.min(size, source.size));
}

/** The tar in a compressed file, bounded by what it may grow to. */
export async function* unpack(
  source: ByteSource,
  compression: 'gzip' | 'zstd',
  limits: ArchiveLimits,
  { onProgress, signal }: Pick<ArchiveOptions, 'onProgress' | 'signal'>,
): AsyncGenerator<Uint8Array> {
  let read = 0;
  async function* packed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source.read(0, source.size)) {
      signal?.throwIfAborted();
      read += chunk.length;
      onProgress?.(read);
      yield chunk;
    }
    if (read < source.size) throw shortSource(source, read);
  }
  let unpacked = 0;
  for await (const chunk of compression === 'gzip' ? gunzip(packed()) : unzstd(packed())) {
    unpacked += chunk.length;
    if (unpacked > limits.ratioFree && unpacked > read * limits.ratio) {
      throw new ArchiveError('bomb', `unpacks to more than ${limits.ratio} times its size`, {
        found: unpacked,
        wanted: read * limits.ratio,
      });
    }
    yield chunk;
  }
}

export function shortSource(source: ByteSource, found: number): ArchiveError {
  return new ArchiveError('truncated', `${source.name} became shorter while it was read`, {
    found,
    wanted: source.size,
  });
}

async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const stream = new DecompressionStream('gzip');
  const writer = stream.writable.getWriter();
  const reader: ReadableStreamDefaultReader<Uint8Array> = stream.readable.getReader();
  let ended = false;
  let failure: { error: unknown } | undefined;
  const feed = (async () => {
    try {
      for await (const chunk of source) {
        // A copy, which `slice` of a Buffer is not: the source may use its buffer again before the stream has read it.
        await writer.write(new Uint8Array(chunk));
      }
      ended = true;
      await writer.close();
    } catch (error) {
      failure ??= { error };
      await writer.abort(error).catch(() => undefined);
    }
  })();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    await feed;
    if (failure) throw failure.error;
  } catch (error) {
    const first = failure?.error ?? error;
    // The source's own refusals pass as they are.
    if (first instanceof ArchiveError || isAbort(first)) throw first;
    if (!(first instanceof Error) || !isStreamError(first)) throw first;
    throw endsEarly(first, ended)
      ? new ArchiveError('truncated', 'the gzip stream ends too early', {}, { cause: first })
      : new ArchiveError(
          'corrupt',
          'the gzip stream is damaged, or more follows it: several gzip files in one are not read',
          {},
          { cause: first },
        );
  } finally {
    await reader.cancel().catch(() => undefined);
    await feed;
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** Browsers give a TypeError, Node what zlib says. */
function isStreamError(error: Error): boolean {
  return error instanceof TypeError || String(codeOf(error)).startsWith('Z_');
}

/** Of an error at the end of the input: whether more was to come, or the checksum is wrong. */
function endsEarly(error: Error, ended: boolean): boolean {
  const code = codeOf(error);
  if (code !== undefined) return code === 'Z_BUF_ERROR';
  if (/truncated|unexpected end/i.test(error.message)) return true;
  return ended && !/not valid|incorrect/i.test(error.message);
}

function codeOf(error: Error): unknown {
  return 'code' in error ? error.code : undefined;
}
