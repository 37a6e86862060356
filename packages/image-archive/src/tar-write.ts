import { blockBytes } from './tar-header.ts';

/** What eleven octal digits hold. */
const octalLimit = 8 ** 11;

/**
 * The header of a file: ustar with fixed time and owner, so that the same content gives the same bytes; with a pax
 * record before it for 8 GiB and more.
 * @param path at most 100 ASCII characters
 */
export function tarHeader(path: string, size: number): Uint8Array {
  if (size < octalLimit) return header(path, size, '0');
  const record = paxRecord('size', String(size));
  const parts = [header('pax', record.length, 'x'), record, padding(record.length), header(path, 0, '0')];
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Zeros up to the next whole block. */
export function padding(size: number): Uint8Array {
  const rest = size % blockBytes;
  return new Uint8Array(rest === 0 ? 0 : blockBytes - rest);
}

export function tarEnd(): Uint8Array {
  return new Uint8Array(2 * blockBytes);
}

function header(path: string, size: number, type: string): Uint8Array {
  const block = new Uint8Array(blockBytes);
  const put = (text: string, at: number) => block.set(new TextEncoder().encode(text), at);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  put(path, 0);
  put(octal(0o644, 7), 100);
  put(octal(0, 7), 108);
  put(octal(0, 7), 116);
  put(octal(size, 11), 124);
  put(octal(0, 11), 136);
  put('        ', 148);
  put(type, 156);
  put('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** "%d %s=%s\n": the length counts its own digits. */
function paxRecord(key: string, value: string): Uint8Array {
  const rest = ` ${key}=${value}\n`;
  let length = rest.length;
  while (length !== rest.length + String(length).length) length = rest.length + String(length).length;
  return new TextEncoder().encode(`${length}${rest}`);
}
