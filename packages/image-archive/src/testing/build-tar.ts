const block = 512;

export interface TarPart {
  path: string;
  content?: Uint8Array | string;
  /** ustar typeflag; a file by default. */
  type?: string;
  link?: string;
  /** What the header says, where it is to lie. */
  size?: number;
  /** How a header states what does not fit into the plain fields. */
  long?: 'gnu' | 'pax' | 'prefix';
  base256?: boolean;
}

/** A tar of any shape, broken ones too. */
export function buildTar(parts: readonly TarPart[], { end = true }: { end?: boolean } = {}): Uint8Array {
  const pieces = parts.flatMap((part) => piecesOf(part));
  if (end) pieces.push(new Uint8Array(2 * block));
  return concat(pieces);
}

export function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

export const utf8 = (text: string) => new TextEncoder().encode(text);

function piecesOf(part: TarPart): Uint8Array[] {
  const content = typeof part.content === 'string' ? utf8(part.content) : (part.content ?? new Uint8Array(0));
  const before: Uint8Array[] = [];
  const { path, link = '', long } = part;
  if (long === 'gnu') {
    before.push(...member('././@LongLink', utf8(`${path}\0`), 'L'));
    if (link) before.push(...member('././@LongLink', utf8(`${link}\0`), 'K'));
  }
  if (long === 'pax') {
    const records = {
      path,
      ...(link ? { linkpath: link } : {}),
      size: String(content.length),
      'VENDOR.note': 'a=b\nc',
    };
    before.push(...member('pax', utf8(Object.entries(records).map(paxRecord).join('')), 'x'));
  }
  return [...before, ...member(path, content, part.type ?? '0', part)];
}

function member(path: string, content: Uint8Array, type: string, more: Partial<TarPart> = {}): Uint8Array[] {
  const header = new Uint8Array(block);
  const put = (text: string, at: number, limit: number) => header.set(utf8(text).subarray(0, limit), at);
  if (more.long === 'prefix') {
    const slash = path.lastIndexOf('/', 155);
    put(path.slice(slash + 1), 0, 100);
    put(path.slice(0, slash), 345, 155);
  } else put(path, 0, 100);
  put('0000644\0', 100, 8);
  put('0000000\0', 108, 8);
  put('0000000\0', 116, 8);
  const size = more.size ?? content.length;
  if (more.base256) {
    header[124] = 0x80;
    new DataView(header.buffer).setBigUint64(128, BigInt(size));
  } else put(`${size.toString(8).padStart(11, '0')}\0`, 124, 12);
  put('00000000000\0', 136, 12);
  put('        ', 148, 8);
  put(type, 156, 1);
  put(more.link ?? '', 157, 100);
  put(more.long === 'gnu' ? 'ustar  \0' : 'ustar\x0000', 257, 8);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 8);
  return [header, content, new Uint8Array((block - (content.length % block)) % block)];
}

function paxRecord([key, value]: [string, string]): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = utf8(rest).length;
  let length = bytes;
  while (length !== bytes + String(length).length) length = bytes + String(length).length;
  return `${length}${rest}`;
}
