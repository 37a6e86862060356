import { v7 } from 'uuid';

/** A UUIDv7: unique, and in byte order of its making within a process. */
export function newId(): string {
  return v7();
}

/** Below every id that is made at or after this time (RFC 9562, 5.7: 48 bits of milliseconds first). */
export function firstIdAt(milliseconds: number): string {
  const hex = Math.trunc(milliseconds).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
