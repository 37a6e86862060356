import type { ByteRange } from '../ports/storage.ts';

/**
 * Reads the `Range` header of a GET (RFC 9110, 14.2) for content of `size` bytes.
 * Undefined: send all (no header, another unit, several ranges, or not a range at all: RFC 9110 lets a server ignore those).
 */
export function parseRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | undefined {
  const match = header === undefined ? null : /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!match) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '') {
    if (last === '') return undefined;
    const length = Number(last);
    return length === 0 || size === 0 ? 'unsatisfiable' : { start: Math.max(0, size - length), end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return undefined;
  return start >= size ? 'unsatisfiable' : { start, end };
}

/** Reads `Content-Range: <start>-<end>` of a chunk (distribution spec: without unit; `bytes ` and a total are let pass). */
export function parseChunkRange(header: string | undefined): { start: number; end: number } | 'malformed' | undefined {
  if (header === undefined) return undefined;
  const match = /^(?:bytes[ =])?(\d{1,15})-(\d{1,15})(?:\/(?:\d+|\*))?$/.exec(header.trim());
  if (!match) return 'malformed';
  const start = Number(match[1]);
  const end = Number(match[2]);
  return end < start ? 'malformed' : { start, end };
}
