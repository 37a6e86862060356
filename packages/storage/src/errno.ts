import { StorageFull } from '@wharf/registry/ports/storage';

function errnoOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}

/** Nothing lies at the path: a part of it is absent, a file stands where a folder would be, or the reverse. */
export function isAbsent(error: unknown): boolean {
  const code = errnoOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}

/** The error as the port names it: no room on the disk or in the quota becomes `StorageFull`. */
export function asStorageError(error: unknown): unknown {
  const code = errnoOf(error);
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  const what = code === 'ENOSPC' ? 'the disk is full' : "the user's disk quota is used up";
  return new StorageFull(`${what} (${code})`, { cause: error });
}
