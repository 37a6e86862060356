import { ArchiveError } from './error.ts';

export const blockBytes = 512;

export interface TarHeader {
  path: string;
  /** Bytes of the content. */
  size: number;
  /** POSIX ustar `typeflag`; `0` for a file of any age. */
  type: string;
  link: string;
  /** Permission bits. */
  mode: number;
  uid: number;
  gid: number;
}

const text = new TextDecoder();

/**
 * One header block (POSIX.1-1988 ustar, GNU, or older).
 * @param at where the block lies, for the error
 * @returns undefined for a block of zeros, which ends an archive
 * @throws ArchiveError corrupt; not-an-archive for the first block
 */
export function parseTarHeader(block: Uint8Array, at: number): TarHeader | undefined {
  if (block[0] === 0 && block.every((byte) => byte === 0)) return undefined;
  if (!checksumHolds(block)) {
    if (at === 0) {
      throw new ArchiveError('not-an-archive', 'this is not a tar archive, nor a gzip or zstd compressed one');
    }
    throw new ArchiveError('corrupt', `no tar header at byte ${at}: its checksum is wrong`, { at });
  }
  const name = field(block, 0, 100);
  // GNU's magic is "ustar " and puts other things where POSIX has the prefix.
  const prefix = field(block, 257, 6) === 'ustar' && block[262] === 0 ? field(block, 345, 155) : '';
  const flag = String.fromCharCode(block[156] ?? 0);
  const type = flag === '\0' || flag === '7' ? '0' : flag;
  return {
    path: prefix ? `${prefix}/${name}` : name,
    type,
    size: number(block, 124, 12, at),
    link: field(block, 157, 100),
    mode: looseNumber(block, 100, 8, at) & 0o7777,
    uid: looseNumber(block, 108, 8, at),
    gid: looseNumber(block, 116, 8, at),
  };
}

/** What pax records (POSIX.1-2001) say about the member after them. */
export function parsePax(bytes: Uint8Array, at: number): Map<string, string> {
  const records = new Map<string, string>();
  for (let start = 0; start < bytes.length; ) {
    const space = bytes.indexOf(0x20, start);
    const digits = space < 0 ? '' : text.decode(bytes.subarray(start, space));
    const end = start + Number(digits);
    const record = /^[0-9]{1,9}$/.test(digits) && end <= bytes.length ? bytes.subarray(space + 1, end) : undefined;
    const equals = record?.indexOf(0x3d) ?? -1;
    if (!record || equals < 1 || record.at(-1) !== 0x0a) {
      throw new ArchiveError('corrupt', `a pax header at byte ${at} is damaged`, { at: at + start });
    }
    records.set(text.decode(record.subarray(0, equals)), text.decode(record.subarray(equals + 1, -1)));
    start = end;
  }
  return records;
}

/** Whether the map of GNU's own kind of sparse file (type S) goes on in blocks of their own behind its header. */
export function hasMapBlocks(block: Uint8Array): boolean {
  return block[482] === 1;
}

/** Whether yet another block of a sparse file's map follows this one. */
export function mapGoesOn(block: Uint8Array): boolean {
  return block[504] === 1;
}

/** A size of a pax record: decimal. */
export function paxSize(value: string, at: number): number {
  const size = /^[0-9]+$/.test(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(size)) throw badNumber(value, at);
  return size;
}

/** The text of a GNU long name. */
export function longName(bytes: Uint8Array): string {
  return field(bytes, 0, bytes.length);
}

function field(block: Uint8Array, start: number, length: number): string {
  const part = block.subarray(start, start + length);
  const end = part.indexOf(0);
  return text.decode(end < 0 ? part : part.subarray(0, end));
}

/** Octal digits, or GNU's base-256 for what they cannot hold. */
function number(block: Uint8Array, start: number, length: number, at: number): number {
  const part = block.subarray(start, start + length);
  const [first = 0] = part;
  if (first >= 0x80) {
    let value = first & 0x7f;
    for (const byte of part.subarray(1)) value = value * 256 + byte;
    if (first === 0xff || !Number.isSafeInteger(value)) throw badNumber('base-256', at);
    return value;
  }
  const digits = field(block, start, length).trim();
  if (!/^[0-7]*$/.test(digits)) throw badNumber(digits, at);
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

/** Of what no content depends on: 0 where a size would be refused. */
function looseNumber(block: Uint8Array, start: number, length: number, at: number): number {
  try {
    return number(block, start, length, at);
  } catch {
    return 0;
  }
}

function badNumber(found: string, at: number): ArchiveError {
  return new ArchiveError('corrupt', `a tar header at byte ${at} names a size that is no size`, { at, found });
}

/** The sum of the bytes with the checksum itself as spaces; some old writers summed signed bytes. */
function checksumHolds(block: Uint8Array): boolean {
  const stated = Number.parseInt(field(block, 148, 8).trim(), 8);
  let unsigned = 0;
  let signed = 0;
  // By index: this is most of the work on a tar of small files.
  for (let index = 0; index < block.length; index++) {
    const value = index >= 148 && index < 156 ? 0x20 : (block[index] ?? 0);
    unsigned += value;
    signed += value > 0x7f ? value - 0x100 : value;
  }
  return stated === unsigned || stated === signed;
}
