import { type Address, formatAddress, parseAddress } from './address.ts';

/** Addresses that begin with the same `prefix` bits (CIDR, RFC 4632). */
export interface AddressRange extends Address {
  prefix: number;
}

export type RangeProblem =
  | { problem: 'range-address' }
  | { problem: 'range-prefix' }
  /** Bits beyond the prefix are set. `suggested` is the range that the prefix means: perhaps far more than was wanted. */
  | { problem: 'range-host-bits'; suggested: string };

/** Reads `10.0.0.0/8`, `2001:db8::/32`, or an address alone, which is a range of one. */
export function parseRange(text: string): { range: AddressRange } | RangeProblem {
  const [address = '', prefixText, ...rest] = text.split('/');
  const parsed = address.includes('%') ? undefined : parseAddress(address);
  if (!parsed) return { problem: 'range-address' };
  const written = address.includes(':') ? 128 : 32;
  if (rest.length > 0 || (prefixText !== undefined && !/^(?:0|[1-9]\d{0,2})$/.test(prefixText)))
    return { problem: 'range-prefix' };
  const bits = parsed.family === 4 ? 32 : 128;
  // `::ffff:10.0.0.0/104` is `10.0.0.0/8`; a shorter prefix of mapped addresses would be IPv6 as well.
  const prefix = prefixText === undefined ? bits : Number(prefixText) - (written - bits);
  if (prefix < 0 || prefix > bits) return { problem: 'range-prefix' };
  const range = { family: parsed.family, value: networkOf(parsed, prefix), prefix };
  return range.value === parsed.value ? { range } : { problem: 'range-host-bits', suggested: formatRange(range) };
}

export function formatRange(range: AddressRange): string {
  return `${formatAddress(range)}/${range.prefix}`;
}

export function inRange(range: AddressRange, address: Address): boolean {
  return range.family === address.family && networkOf(address, range.prefix) === range.value;
}

/** The address with all bits after `prefix` cleared. */
export function networkOf({ family, value }: Address, prefix: number): bigint {
  const hostBits = BigInt((family === 4 ? 32 : 128) - prefix);
  return (value >> hostBits) << hostBits;
}
