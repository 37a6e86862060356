import { StorageFull } from '@wharf/registry/ports/storage';
import { describe, expect, it } from 'vitest';
import { asStorageError, isAbsent } from './errno.ts';

function errno(code: string): Error {
  return Object.assign(new Error(`${code}: something`), { code });
}

describe('asStorageError', () => {
  it.each(['ENOSPC', 'EDQUOT'])('makes StorageFull of %s and keeps the cause', (code) => {
    const cause = errno(code);
    const error = asStorageError(cause);
    expect(error).toBeInstanceOf(StorageFull);
    expect(error).toMatchObject({ cause, message: expect.stringContaining(code) });
  });

  it('leaves other errors as they are', () => {
    for (const error of [errno('EIO'), new Error('ENOSPC'), 'ENOSPC']) expect(asStorageError(error)).toBe(error);
  });
});

it('knows absence from trouble', () => {
  expect(['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EIO', 'ELOOP'].map((code) => isAbsent(errno(code)))).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
