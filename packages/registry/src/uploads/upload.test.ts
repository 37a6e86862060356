import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { type Digest, digestOf, type RepositoryName } from '@wharf/oci';
import { describe, expect, test } from 'vitest';
import type { Core } from '../core.ts';
import type { FinishUpload, UploadSession } from '../ports/metadata.ts';
import { appendUpload, finishUpload, type UploadBody } from './upload.ts';
import { UploadWriters } from './upload-writers.ts';

const sha256 = (text: string): Digest => digestOf('sha256', createHash('sha256').update(text).digest('hex'));

/** One session over one stored object; `takeOver` gives its claim to somebody else. */
function world(text = '', { readFails = false } = {}) {
  const session: UploadSession = {
    id: 'id',
    name: 'org/app' as RepositoryName,
    storageKey: 'key',
    offset: text.length,
    digest: sha256(text),
    startedAt: new Date(0),
  };
  const seen = { text, reads: 0, open: 0, holder: undefined as string | undefined, finished: [] as Digest[] };
  const metadata = {
    findUpload: async () => ({ ...session }),
    claimUpload: async (_: string, writer: string) => {
      seen.holder = writer;
      return true;
    },
    releaseClaims: async () => {},
    saveUpload: async (_: string, writer: string, { offset, digest }: UploadSession) => {
      if (writer !== seen.holder) return false;
      Object.assign(session, { offset, digest });
      return true;
    },
    finishUpload: async ({ writer, digest }: FinishUpload) => {
      if (writer !== seen.holder) return undefined;
      seen.finished.push(digest);
      return { spare: undefined };
    },
  };
  const storage = {
    async *read(_: string, { end }: { end: number }) {
      seen.reads += 1;
      if (readFails) throw new Error('EIO');
      yield Buffer.from(seen.text.slice(0, end + 1));
    },
    openWriter: async (_: string, at: number) => {
      seen.open += 1;
      seen.text = seen.text.slice(0, at);
      let closed = false;
      return {
        write: async (chunks: Uint8Array[]) => {
          seen.text += Buffer.concat(chunks);
        },
        sync: async () => {},
        close: async () => {
          if (!closed) seen.open -= 1;
          closed = true;
        },
      };
    },
  };
  const core = {
    metadata,
    storage,
    writers: new UploadWriters(metadata as never, 'node'),
    activity: { received: () => {} },
    now: () => new Date(0),
  } as unknown as Core;
  return { core, session, seen, takeOver: () => (seen.holder = 'somebody else') };
}

function body(text: string, range?: UploadBody['range'], before = () => {}): UploadBody {
  const stream = Readable.from(
    (async function* () {
      before();
      yield Buffer.from(text);
    })(),
  );
  return { stream, range, length: undefined, stop: () => stream.destroy() };
}

test('after a chunk of another length than it claimed, the session goes on without reading its bytes again', async () => {
  const { core, session, seen } = world();
  await appendUpload(core, session, body('one '));
  await expect(appendUpload(core, session, body('two', { start: 4, end: 9 }))).rejects.toMatchObject({
    code: 'SIZE_INVALID',
  });
  await finishUpload(core, session, body('three'), sha256('one three'));
  expect(seen).toMatchObject({ text: 'one three', reads: 0, open: 0, finished: [sha256('one three')] });
});

test('bytes that cannot be read again leave no open object behind', async () => {
  const { core, session, seen } = world('before a restart', { readFails: true });
  await expect(appendUpload(core, session, body('x'))).rejects.toThrow('EIO');
  expect(seen).toMatchObject({ reads: 1, open: 0 });
});

describe('a request that lost its claim', () => {
  test('is not told that its bytes were taken', async () => {
    const { core, session, takeOver } = world();
    await expect(appendUpload(core, session, body('x', undefined, takeOver))).rejects.toMatchObject({ status: 409 });
    expect(session.offset).toBe(0);
  });

  test('finishes nothing', async () => {
    const { core, session, seen, takeOver } = world();
    const finishing = finishUpload(core, session, body('x', undefined, takeOver), sha256('x'));
    await expect(finishing).rejects.toMatchObject({ code: 'BLOB_UPLOAD_UNKNOWN' });
    expect(seen.finished).toEqual([]);
  });
});
