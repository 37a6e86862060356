import { promisify } from 'node:util';
import { constants, crc32, deflateRaw } from 'node:zlib';

const deflate = promisify(deflateRaw);

const blockBytes = 1024 * 1024;
/** How far back a match may reach (RFC 1951, 2). */
const windowBytes = 32 * 1024;
/** As many as Node has threads for it. */
const blocksAtOnce = 4;
/**
 * Measured on 200 MB of programs and libraries: level 6 takes 1.8 times the time of 4 and saves 2.7 % of its bytes; 3
 * saves a tenth of the time and costs 2.5 %.
 */
const level = 4;

/** RFC 1952, 2.3: deflate, no name, no time (the same bytes each time), from Unix. */
const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3);
/** A last block that holds nothing (RFC 1951, 3.2.6: fixed codes, end of block). */
const lastBlock = Uint8Array.of(3, 0);

/**
 * One gzip member, compressed in pieces by several threads as pigz does it: each piece ends on a byte's boundary and
 * begins with the window of the piece before. Chunks of `source` may be used again; memory stays at a few megabytes.
 */
export async function* parallelGzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield header;
  const underWay: Promise<Buffer>[] = [];
  let checksum = 0;
  let size = 0;
  let before: Buffer | undefined;
  for await (const block of blocks(source)) {
    const dictionary = before?.subarray(-windowBytes);
    const compressed = deflate(block, {
      level,
      chunkSize: 256 * 1024,
      finishFlush: constants.Z_SYNC_FLUSH,
      ...(dictionary && { dictionary }),
    });
    // Met when its turn comes; until then it must not count as unhandled.
    compressed.catch(() => {});
    underWay.push(compressed);
    checksum = crc32(block, checksum);
    size += block.length;
    before = block;
    if (underWay.length >= blocksAtOnce) yield* next(underWay);
  }
  while (underWay.length > 0) yield* next(underWay);
  yield lastBlock;
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(checksum, 0);
  trailer.writeUInt32LE(size % 2 ** 32, 4);
  yield trailer;
}

async function* next(underWay: Promise<Buffer>[]): AsyncGenerator<Uint8Array> {
  const block = await underWay.shift();
  if (block) yield block;
}

async function* blocks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let block = Buffer.allocUnsafeSlow(blockBytes);
  let filled = 0;
  for await (const chunk of source) {
    let taken = 0;
    while (taken < chunk.length) {
      const part = chunk.subarray(taken, taken + blockBytes - filled);
      block.set(part, filled);
      taken += part.length;
      filled += part.length;
      if (filled < blockBytes) continue;
      yield block;
      block = Buffer.allocUnsafeSlow(blockBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}
