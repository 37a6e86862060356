const block = 512;

export interface TarMember {
  path: string;
  /** A ustar type flag; a file unless told, a directory with a slash at the end. */
  type?: string;
  content?: string | Uint8Array;
  mode?: number;
  uid?: number;
  link?: string;
}

/** A layer's tar (ustar), for paths of at most 100 bytes. */
export function layerTar(members: readonly TarMember[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const {
    path,
    type = path.endsWith('/') ? '5' : '0',
    content = '',
    mode = 0o644,
    uid = 0,
    link = '',
  } of members) {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    parts.push(header({ path, type, size: bytes.length, mode, uid, link }), bytes);
    parts.push(Buffer.alloc((block - (bytes.length % block)) % block));
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}

function header(facts: { path: string; type: string; size: number; mode: number; uid: number; link: string }): Buffer {
  const bytes = Buffer.alloc(block);
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`;
  bytes.write(facts.path, 0, 100);
  bytes.write(octal(facts.mode, 8), 100);
  bytes.write(octal(facts.uid, 8), 108);
  bytes.write(octal(0, 8), 116);
  bytes.write(octal(facts.size, 12), 124);
  bytes.write(octal(0, 12), 136);
  bytes.write('        ', 148);
  bytes.write(facts.type, 156);
  bytes.write(facts.link, 157, 100);
  bytes.write('ustar\x0000', 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}
