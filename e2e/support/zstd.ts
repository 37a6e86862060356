const blockLimit = 128 * 1024;

/** A zstd frame (RFC 8878, 3.1.1) of raw blocks: valid for every reader, and made without a zstd library. */
export function zstdFrameOf(content: Uint8Array): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32LE(0xfd2fb528, 0);
  // Single segment with a content size of 8 bytes, no checksum, no dictionary.
  head.writeUInt8(0b1110_0000, 4);
  head.writeBigUInt64LE(BigInt(content.length), 5);
  const parts: Uint8Array[] = [head];
  let at = 0;
  do {
    const chunk = content.subarray(at, at + blockLimit);
    at += chunk.length;
    const blockHead = Buffer.alloc(3);
    blockHead.writeUIntLE((chunk.length << 3) | (at >= content.length ? 1 : 0), 0, 3);
    parts.push(blockHead, chunk);
  } while (at < content.length);
  return Buffer.concat(parts);
}
