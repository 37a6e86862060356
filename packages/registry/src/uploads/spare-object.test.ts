import { type Digest, digestOf, type RepositoryName } from '@wharf/oci';
import { expect, test } from 'vitest';
import type { Core } from '../core.ts';
import { settleSpare } from './spare-object.ts';

const digest: Digest = digestOf('sha256', 'a'.repeat(64));

/** Pushes 10 bytes as `spare` while the blob names `kept`; gives where its bytes lie then, and what is stored. */
async function push({ keptSize, moved = false }: { keptSize: number | undefined; moved?: boolean }) {
  const stored = new Map([['spare', 10], ...(keptSize === undefined ? [] : [['kept', keptSize] as const])]);
  const warnings: string[] = [];
  let named = 'kept';
  const core = {
    metadata: {
      findBlob: async () => ({ storageKey: 'kept' }),
      replaceBlobObject: async (_: Digest, from: string, to: string) => {
        if (moved || from !== named) return false;
        named = to;
        return true;
      },
    },
    storage: {
      stat: async (key: string) => (stored.has(key) ? { size: stored.get(key) } : undefined),
      remove: async (key: string) => void stored.delete(key),
    },
    log: { warn: (_: object, message: string) => warnings.push(message) },
  } as unknown as Core;
  await settleSpare(core, 'org/app' as RepositoryName, { digest, size: 10, spare: 'spare' });
  return { named, stored: [...stored.keys()], warnings: warnings.length };
}

test('the older object stays when it is whole', async () => {
  expect(await push({ keptSize: 10 })).toEqual({ named: 'kept', stored: ['kept'], warnings: 0 });
});

test.each([undefined, 0, 9])('the new object takes the place of one of %s bytes', async (keptSize) => {
  expect(await push({ keptSize })).toEqual({ named: 'spare', stored: ['spare'], warnings: 1 });
});

test('when another push was first to heal it, the new object is spare all the same', async () => {
  expect(await push({ keptSize: undefined, moved: true })).toEqual({ named: 'kept', stored: [], warnings: 0 });
});
