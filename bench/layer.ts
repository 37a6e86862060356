import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Digest, digestOf } from '@wharf/oci';

const block = 512;

/** A gzip'd layer in a file, of `files` files with `bytes` bytes together, half of each text and half noise. */
export async function writeLayer(
  path: string,
  { files, bytes }: { files: number; bytes: number },
): Promise<{ digest: Digest; size: number }> {
  const hash = createHash('sha256');
  const gzip = createGzip({ level: 1 });
  const output = createWriteStream(path);
  let size = 0;
  gzip.on('data', (chunk: Buffer) => {
    hash.update(chunk);
    size += chunk.length;
  });
  gzip.pipe(output);
  const each = Math.floor(bytes / files);
  const text = Buffer.alloc(Math.ceil(each / 2), 'The quick brown fox jumps over the lazy dog. ');
  const put = async (part: Uint8Array) => {
    if (!gzip.write(part)) await once(gzip, 'drain');
  };
  for (let index = 0; index < files; index += 1) {
    const content = Buffer.concat([text, randomBytes(each - text.length)]);
    await put(header(`srv/data/${Math.floor(index / 200)}/file-${index}.bin`, each));
    await put(content);
    await put(Buffer.alloc((block - (each % block)) % block));
  }
  gzip.end(Buffer.alloc(2 * block));
  await finished(output);
  return { digest: digestOf('sha256', hash.digest('hex')), size };
}

export function header(path: string, size: number): Buffer {
  const bytes = Buffer.alloc(block);
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`;
  bytes.write(path, 0, 100);
  bytes.write(octal(0o644, 8), 100);
  bytes.write(octal(size, 12), 124);
  bytes.write('        ', 148);
  bytes.write('0', 156);
  bytes.write('ustar\x0000', 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}
