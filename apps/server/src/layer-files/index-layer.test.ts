import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openFsStorage } from '@wharf/storage/fs';
import { createMemoryStorage } from '@wharf/storage/memory';
import { describe, expect, test } from 'vitest';
import { indexLayer } from './index-layer.ts';
import { type IndexEntry, unpackEntries } from './index-lines.ts';
import { openLayer } from './read-layer.ts';
import { layerTar, type TarMember } from './testing/layer-tar.ts';

async function indexOf(stored: Uint8Array, limits?: Parameters<typeof indexLayer>[1]) {
  const storage = createMemoryStorage();
  const writer = await storage.openWriter('blobs/x', 0);
  await writer.write([stored]);
  await writer.close();
  const { tar, compression } = await openLayer(storage, 'blobs/x');
  const index = await indexLayer(tar, limits);
  const entries: IndexEntry[] = [];
  for await (const one of unpackEntries(index.entries)) entries.push(one);
  return { ...index, entries, compression };
}

const members: TarMember[] = [
  { path: './', mode: 0o755 },
  { path: './etc/', mode: 0o750, uid: 7 },
  { path: 'etc/passwd', content: 'root', mode: 0o600, uid: 1000 },
  { path: 'etc/copy', type: '1', link: 'etc/passwd' },
  { path: 'bin', type: '2', link: 'usr/bin', mode: 0o777 },
  { path: 'dev/null', type: '3' },
  { path: 'etc/.wh.shadow' },
  { path: 'etc/.wh..wh..opq' },
  { path: '.wh.old' },
  { path: '.wh..wh.plnk/1.2', content: 'x' },
  { path: '../../outside', content: 'evil' },
  { path: 'a/../../b', content: 'evil' },
  { path: '/absolute', content: 'fine' },
];

describe('the index of a layer', () => {
  test.each([
    ['none', (tar: Buffer) => tar],
    ['gzip', (tar: Buffer) => gzipSync(tar)],
    ['gzip', (tar: Buffer) => Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))])],
  ])('is the same with compression %s', async (compression, pack) => {
    const tar = layerTar(members);
    const index = await indexOf(pack(tar));
    expect(index.compression).toBe(compression);
    expect(index.contentHash).toBe(createHash('sha256').update(tar).digest('hex'));
    const shown = index.entries.map(({ path, type, mode, uid, size, link }) => [path, type, mode, uid, size, link]);
    expect(shown).toEqual([
      ['', 'd', 0o755, 0, 0, ''],
      ['etc', 'd', 0o750, 7, 0, ''],
      ['etc/passwd', 'f', 0o600, 1000, 4, ''],
      ['etc/copy', 'h', 0o644, 0, 0, 'etc/passwd'],
      ['bin', 'l', 0o777, 0, 0, 'usr/bin'],
      ['dev/null', 'c', 0o644, 0, 0, ''],
      ['etc/shadow', 'w', 0, 0, 0, ''],
      ['etc', 'o', 0, 0, 0, ''],
      ['old', 'w', 0, 0, 0, ''],
      ['absolute', 'f', 0o644, 0, 4, ''],
    ]);
    expect(index).toMatchObject({ fileCount: 7, fileBytes: 8 });
  });

  test('of a large layer is right, though the storage uses its buffers again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wharf-layer-'));
    const storage = await openFsStorage(folder);
    try {
      const content = Array.from({ length: 6 }, () => randomBytes(1_500_000));
      const tar = layerTar(content.map((bytes, index) => ({ path: `file-${index}`, content: bytes })));
      for (const [key, stored] of Object.entries({ 'blobs/plain': tar, 'blobs/gzip': gzipSync(tar, { level: 1 }) })) {
        const writer = await storage.openWriter(key, 0);
        await writer.write([stored]);
        await writer.close();
        const index = await indexLayer((await openLayer(storage, key)).tar);
        expect(index.contentHash, key).toBe(createHash('sha256').update(tar).digest('hex'));
        expect(index.fileBytes).toBe(9_000_000);
      }
    } finally {
      await storage.close();
      await rm(folder, { recursive: true });
    }
  });

  test('knows where each content begins, and which are equal', async () => {
    const same = randomBytes(3_000);
    const tar = layerTar([
      { path: 'a', content: same },
      { path: 'b', content: same },
      { path: 'c', content: randomBytes(3_000) },
    ]);
    const { entries } = await indexOf(gzipSync(tar));
    const [a, b, c] = entries;
    expect(a?.hash).toBe(b?.hash);
    expect(a?.hash).not.toBe(c?.hash);
    expect(tar.subarray(b?.offset, (b?.offset ?? 0) + 3_000)).toEqual(same);
  });

  test.each([
    ['no tar', Buffer.from('what is this'.repeat(100)), 'not-an-archive'],
    [
      'a gzip stream that was cut',
      gzipSync(layerTar([{ path: 'a', content: randomBytes(9_000) }])).subarray(0, 5_000),
      'truncated',
    ],
    ['a tar that was cut', layerTar([{ path: 'a', content: 'x'.repeat(9_000) }]).subarray(0, 5_000), 'truncated'],
    ['another compression', Buffer.from('fd377a585a0000', 'hex'), 'unsupported'],
  ])('refuses %s', async (_, stored, code) => {
    await expect(indexOf(stored)).rejects.toMatchObject({ code });
  });

  test('refuses a gzip stream whose end is damaged', async () => {
    const stored = gzipSync(layerTar([{ path: 'a', content: 'x' }]));
    stored.writeUInt8((stored.at(-6) ?? 0) ^ 1, stored.length - 6);
    await expect(indexOf(stored)).rejects.toMatchObject({ code: 'corrupt' });
  });

  test('refuses more files or longer paths than its limits', async () => {
    const many = layerTar(Array.from({ length: 5 }, (_, index) => ({ path: `file-${index}` })));
    await expect(indexOf(many, { entries: 4, lineBytes: 1_000 })).rejects.toMatchObject({ code: 'too-large' });
    await expect(indexOf(many, { entries: 10, lineBytes: 100 })).rejects.toMatchObject({ code: 'too-large' });
  });

  test('of an empty layer is empty', async () => {
    expect(await indexOf(gzipSync(Buffer.alloc(1024)))).toMatchObject({ entries: [], fileCount: 0, fileBytes: 0 });
  });
});
