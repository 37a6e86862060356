const block = 512;
/** What fits into the name fields of ustar with a zero after it. */
const nameLimit = 99;

export interface TarFile {
  /** A folder ends with `/`. */
  path: string;
  content: Uint8Array;
  mode?: number;
  /** The target of a symbolic link; the content is empty. */
  link?: string;
  /** The path of the member that is this one's file, too; the content is empty. */
  sameAs?: string;
  /** A named pipe; the content is empty. */
  pipe?: boolean;
  owner?: { user: number; group: number };
}

/** A ustar archive with a fixed time: the same files give the same bytes. Names that ustar cannot hold stand in pax headers. */
export function tarOf(files: readonly TarFile[]): Buffer {
  const parts = files.flatMap((file) => {
    const { path, link = '', sameAs = '' } = file;
    const records = [...paxRecord('path', path), ...paxRecord('linkpath', link || sameAs)];
    const before = records.length > 0 ? member('x', { path: 'PaxHeaders/0', content: Buffer.concat(records) }) : [];
    return [...before, ...member(typeOf(file), file)];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}

function typeOf({ path, link, sameAs, pipe }: TarFile): string {
  if (link) return '2';
  if (sameAs) return '1';
  if (pipe) return '6';
  return path.endsWith('/') ? '5' : '0';
}

function member(type: string, file: TarFile): Uint8Array[] {
  const rest = file.content.length % block;
  return [headerOf(type, file), file.content, Buffer.alloc(rest > 0 ? block - rest : 0)];
}

function headerOf(type: string, { path, content, mode, link, sameAs, owner }: TarFile): Buffer {
  const header = Buffer.alloc(block);
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`;
  header.write(path, 0, nameLimit);
  header.write(octal(mode ?? (type === '5' ? 0o755 : 0o644), 8), 100);
  header.write(octal(owner?.user ?? 0, 8), 108);
  header.write(octal(owner?.group ?? 0, 8), 116);
  header.write(octal(content.length, 12), 124);
  header.write(octal(1_700_000_000, 12), 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link || sameAs || '', 157, nameLimit);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** `<length> <key>=<value>\n`, whose length counts its own digits (pax, "Extended Header"); nothing for what ustar can hold. */
function paxRecord(key: string, value: string): Buffer[] {
  const bytes = Buffer.byteLength(value);
  if (bytes <= nameLimit && bytes === value.length) return [];
  const rest = ` ${key}=${value}\n`;
  let length = Buffer.byteLength(rest);
  while (length !== Buffer.byteLength(rest) + String(length).length) {
    length = Buffer.byteLength(rest) + String(length).length;
  }
  return [Buffer.from(`${length}${rest}`)];
}
