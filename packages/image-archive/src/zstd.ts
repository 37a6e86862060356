import { Decompress } from 'fzstd';
import { ByteReader } from './byte-reader.ts';
import { ArchiveError } from './error.ts';

const frameMagic = 0xfd2fb528;
/** RFC 8878, 3.1.2: 0x184D2A50 to 0x184D2A5F. */
const skippableMagic = 0x184d2a50;
/** RFC 8878, 3.1.1.2.3. */
const blockLimit = 128 * 1024;
/** What `zstd -d` takes without being told to. */
const windowLimit = 128 * 1024 * 1024;
/** A source that is in memory never lets go of the event loop: after so many unpacked bytes, others get their turn. */
const turnBytes = 4 * 1024 * 1024;

/**
 * Unpacks zstd block by block: a push never gives more than one block's content, whatever a hostile frame says, and
 * no window is made that zstd itself would refuse.
 * @throws ArchiveError truncated, corrupt, unsupported
 */
export async function* unzstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(source);
  let unpacked: Uint8Array[] = [];
  let sinceTurn = 0;
  const decoder = new Decompress((chunk) => {
    sinceTurn += chunk.length;
    unpacked.push(chunk);
  });
  const push = (bytes: Uint8Array, last = false): Uint8Array[] => {
    unpacked = [];
    try {
      decoder.push(bytes, last);
    } catch (error) {
      throw corrupt(reader.at, error);
    }
    return unpacked;
  };
  try {
    for (;;) {
      const magic = await reader.take(4);
      if (magic.length === 0) break;
      const number = view(await whole(reader, 4, magic)).getUint32(0, true);
      if ((number & 0xfffffff0) >>> 0 === skippableMagic) {
        const size = view(await whole(reader, 4)).getUint32(0, true);
        if (!(await reader.seek(reader.at + size))) throw truncated(reader.at);
        continue;
      }
      if (number !== frameMagic) throw corrupt(reader.at - 4);
      const { header, checksum } = await frameHeader(reader);
      yield* push(join(magic, header));
      for (let last = false; !last; ) {
        const block = await whole(reader, 3);
        const word = (block[0] ?? 0) | ((block[1] ?? 0) << 8) | ((block[2] ?? 0) << 16);
        last = (word & 1) === 1;
        const type = (word >> 1) & 3;
        const size = word >> 3;
        if (type === 3 || size > blockLimit) throw corrupt(reader.at - 3);
        yield* push(join(block, await whole(reader, type === 1 ? 1 : size)));
        if (sinceTurn >= turnBytes) {
          sinceTurn = 0;
          await new Promise((resolve) => setTimeout(resolve, 0));
        }
      }
      if (checksum) yield* push(await whole(reader, 4));
    }
    yield* push(new Uint8Array(0), true);
  } finally {
    await reader.close();
  }
}

/** RFC 8878, 3.1.1.1: descriptor, window, dictionary, content size. */
async function frameHeader(reader: ByteReader): Promise<{ header: Uint8Array; checksum: boolean }> {
  const [descriptor = 0] = await whole(reader, 1);
  const single = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeBytes = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const rest = await whole(reader, (single ? 0 : 1) + dictionary + sizeBytes);
  let window = 0;
  if (single) {
    for (let i = 0; i < sizeBytes; i++) window += (rest[dictionary + i] ?? 0) * 2 ** (8 * i);
    if (sizeBytes === 2) window += 256;
  } else {
    const [byte = 0] = rest;
    const base = 2 ** (10 + (byte >> 3));
    window = base + (base / 8) * (byte & 7);
  }
  if (window > windowLimit) {
    throw new ArchiveError(
      'unsupported',
      'the zstd stream needs a window of more than 128 MiB; pack it without --long',
      {
        found: window,
        wanted: windowLimit,
      },
    );
  }
  return { header: join(Uint8Array.of(descriptor), rest), checksum: (descriptor & 4) !== 0 };
}

async function whole(reader: ByteReader, size: number, taken?: Uint8Array): Promise<Uint8Array> {
  const bytes = taken ?? (await reader.take(size));
  if (bytes.length < size) throw truncated(reader.at);
  return bytes;
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

const truncated = (at: number) => new ArchiveError('truncated', 'the zstd stream ends too early', { at });

function corrupt(at: number, cause?: unknown): ArchiveError {
  return new ArchiveError('corrupt', 'the zstd stream is damaged', { at }, { cause });
}
