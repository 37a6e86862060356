const block = 512;

export interface TarFile {
  /** At most 99 characters; a folder ends with `/`. */
  path: string;
  content: Uint8Array;
  mode?: number;
  /** The target of a symbolic link; the content is empty. */
  link?: string;
}

/** A ustar archive with fixed times and owners: the same files give the same bytes. */
export function tarOf(files: readonly TarFile[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const { path, content, mode = path.endsWith('/') ? 0o755 : 0o644, link = '' } of files) {
    parts.push(headerOf(path, content.length, mode, link), content);
    const rest = content.length % block;
    if (rest > 0) parts.push(Buffer.alloc(block - rest));
  }
  parts.push(Buffer.alloc(2 * block));
  return Buffer.concat(parts);
}

function headerOf(path: string, size: number, mode: number, link: string): Buffer {
  const header = Buffer.alloc(block);
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`;
  header.write(path, 0, 99);
  header.write(octal(mode, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(size, 12), 124);
  header.write(octal(1_700_000_000, 12), 136);
  header.write('        ', 148);
  header.write(link ? '2' : path.endsWith('/') ? '5' : '0', 156);
  header.write(link, 157, 99);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
