import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultLimits } from './archive.ts';
import { ByteReader } from './byte-reader.ts';
import { SourceCursor } from './source-cursor.ts';
import { scanTar } from './tar-scan.ts';
import { buildTar, type TarPart } from './testing/build-tar.ts';
import { readAll, sourceOf } from './testing/sources.ts';

async function scan(tar: Uint8Array, streamed: boolean) {
  const source = sourceOf(tar, 'x', 333);
  const cursor = streamed ? new ByteReader(source.read(0, tar.length)) : new SourceCursor(source);
  const found: { path: string; link: string; content: string }[] = [];
  const entries = scanTar(cursor, defaultLimits);
  for (;;) {
    const { done, value } = await entries.next();
    if (done) return { found, ended: value };
    const content = (await readAll(cursor.chunks(value.size))).toString('latin1');
    found.push({ path: value.path, link: value.link, content });
  }
}

const name = fc.stringMatching(/^[a-zA-Z0-9é._-]{1,60}$/).filter((text) => !/^\.{1,2}$/.test(text));
const part: fc.Arbitrary<TarPart> = fc
  .record({
    parts: fc.array(name, { minLength: 1, maxLength: 6 }),
    content: fc.uint8Array({ maxLength: 1500 }),
    long: fc.constantFrom('gnu' as const, 'pax' as const),
    link: fc.option(name),
    base256: fc.boolean(),
  })
  .map(({ parts, content, long, link, base256 }) => ({
    path: parts.join('/'),
    long,
    base256,
    ...(link === null ? { content } : { type: '2', link }),
  }));

test.each([true, false])('every member of a tar comes with its path and bytes (streamed: %s)', async (streamed) => {
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
      const { found, ended } = await scan(buildTar(parts), streamed);
      expect(ended).toBe(true);
      expect(found).toEqual(
        parts.map(({ path, link = '', content = '' }) => ({
          path,
          link,
          content: Buffer.from(content).toString('latin1'),
        })),
      );
    }),
    { numRuns: 100 },
  );
});

test('the POSIX prefix, which GNU archives use for other things', async () => {
  const path = `${'folder/'.repeat(20)}file`;
  expect((await scan(buildTar([{ path, long: 'prefix', content: 'x' }]), false)).found).toEqual([
    { path, link: '', content: 'x' },
  ]);
});

test('an archive without its end says so', async () => {
  expect(await scan(buildTar([{ path: 'a', content: 'x' }], { end: false }), true)).toMatchObject({ ended: false });
});

test.each([
  ['a size beyond the file', { path: 'a', content: 'x', size: 5000 }, 'truncated'],
  ['a negative size', { path: 'a', size: -1, base256: true }, 'corrupt'],
  ['a name of 2 MiB', { path: 'a', type: 'L', size: 2 ** 21 }, 'too-large'],
  ['a damaged pax record', { path: 'a', type: 'x', content: '999 path=x\n' }, 'corrupt'],
])('%s is refused', async (_, broken, code) => {
  for (const streamed of [true, false])
    await expect(scan(buildTar([broken]), streamed)).rejects.toMatchObject({ code });
});
