import { v7 } from 'uuid';

/** A UUIDv7: unique, and in byte order of its making within a process. */
export function newId(): string {
  return v7();
}
