import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { type Digest, digestOf, type RepositoryName } from '@wharf/oci';
import { expect, test } from 'vitest';
import type { Core } from '../core.ts';
import type { FinishUpload, UploadSession } from '../ports/metadata.ts';
import { StorageFull } from '../ports/storage.ts';
import type { UploadBody } from './upload.ts';
import { putWholeBlob } from './whole-blob.ts';

const text = 'a config';
const sha256 = (bytes: string): Digest => digestOf('sha256', createHash('sha256').update(bytes).digest('hex'));
const session: UploadSession = {
  id: 'id',
  name: 'org/app' as RepositoryName,
  storageKey: 'blobs/00/session',
  offset: 0,
  digest: sha256(''),
  startedAt: new Date(0),
};

/** A store that fails as told, and a database in which the session is `untouched` or not. */
function world({ failure, untouched = true }: { failure?: Error; untouched?: boolean } = {}) {
  const objects = new Map<string, string>();
  const seen = { objects, open: 0, finished: [] as FinishUpload[], received: 0 };
  const core = {
    storage: {
      openWriter: async (key: string) => {
        seen.open += 1;
        objects.set(key, '');
        return {
          size: text.length,
          write: async (chunks: Uint8Array[]) => {
            if (failure) throw failure;
            objects.set(key, Buffer.concat(chunks).toString());
          },
          sync: async () => {},
          close: async () => {
            seen.open -= 1;
          },
        };
      },
      remove: async (key: string) => objects.delete(key),
    },
    metadata: {
      finishUpload: async (finish: FinishUpload) => {
        if (!untouched) return undefined;
        seen.finished.push(finish);
        return { spare: undefined };
      },
    },
    activity: { received: (_: string, bytes: number) => (seen.received += bytes) },
    now: () => new Date(0),
  } as unknown as Core;
  return { core, seen };
}

function body(parts: (string | Error)[], length: number | undefined = text.length): UploadBody {
  async function* read() {
    for (const part of parts) {
      if (part instanceof Error) throw part;
      yield Buffer.from(part);
    }
  }
  return { stream: Readable.from(read()), range: undefined, length, stop: () => {} };
}

async function textOf(left: UploadBody | undefined): Promise<string | undefined> {
  return left && Buffer.concat(await left.stream.toArray()).toString();
}

test('a small blob gets an object of its own and one transaction', async () => {
  const { core, seen } = world();
  expect(await putWholeBlob(core, session, body(['a ', 'config']), sha256(text))).toBeUndefined();
  expect(seen.finished).toMatchObject([{ id: 'id', digest: sha256(text), size: text.length }]);
  expect([...seen.objects]).toEqual([[seen.finished[0]?.whole, text]]);
  expect(seen).toMatchObject({ open: 0, received: text.length });
});

test.each<[string, UploadSession, UploadBody]>([
  ['a session that holds bytes', { ...session, offset: 1 }, body([text])],
  ['a chunk with a range', session, { ...body([text]), range: { start: 0, end: 7 } }],
  ['a body of unknown length', session, { ...body([text]), length: undefined }],
  ['a large body', session, body([text], 1024 * 1024)],
])('%s goes the usual way, unread', async (_, found, given) => {
  const { core, seen } = world();
  expect(await putWholeBlob(core, found, given, sha256(text))).toBe(given);
  expect(seen).toMatchObject({ finished: [], received: 0 });
  expect(seen.objects.size).toBe(0);
});

test('bytes of another digest go the usual way, where they are refused', async () => {
  const { core, seen } = world();
  const left = await putWholeBlob(core, session, body(['a ', 'config']), sha256('another'));
  expect(await textOf(left)).toBe(text);
  expect(seen.objects.size).toBe(0);
});

test.each<[string, Parameters<typeof world>[0]]>([
  ['another request that writes the session', { untouched: false }],
  ['a full disk', { failure: new StorageFull() }],
])('%s leaves no object behind, and the bytes go the usual way', async (_, given) => {
  const { core, seen } = world(given);
  expect(await textOf(await putWholeBlob(core, session, body(['a ', 'config']), sha256(text)))).toBe(text);
  expect(seen).toMatchObject({ open: 0, finished: [], received: 0 });
  expect(seen.objects.size).toBe(0);
});

test('a disk that fails otherwise is told, and leaves no object behind', async () => {
  const { core, seen } = world({ failure: new Error('EIO') });
  await expect(putWholeBlob(core, session, body([text]), sha256(text))).rejects.toThrow('EIO');
  expect(seen.objects.size).toBe(0);
});

test('of a body that is cut off, what came goes the usual way and ends as it did', async () => {
  const { core } = world();
  const left = await putWholeBlob(core, session, body(['a ', new Error('gone')]), sha256(text));
  const came: Buffer[] = [];
  const reading = async () => {
    for await (const chunk of left?.stream ?? []) came.push(chunk);
  };
  await expect(reading()).rejects.toThrow('gone');
  expect(Buffer.concat(came).toString()).toBe('a ');
});
