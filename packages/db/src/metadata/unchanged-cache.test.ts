import { setImmediate as turnEnds } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createSqliteDatabase } from '../testing/test-database.ts';
import { whileUnchanged } from './unchanged-cache.ts';

const content = (text: string) => ({ content: Buffer.from(text) });

test('asks again after a change, and not before; for the version once a turn', async () => {
  let version = 1;
  let looked = 0;
  let asked = 0;
  const find = whileUnchanged(
    () => {
      looked += 1;
      return version;
    },
    async (name, reference) => content(`${name} ${reference} ${++asked}`),
  );
  const text = async () => (await find('a/b', 'latest'))?.content.toString();
  expect(await text()).toBe('a/b latest 1');
  expect(await text()).toBe('a/b latest 1');
  expect(looked).toBe(1);
  version = 2;
  await turnEnds();
  expect(await text()).toBe('a/b latest 2');
});

test('what was read while a change went on is not kept for after it', async () => {
  let version = 1;
  const answers: ((text: string) => void)[] = [];
  const find = whileUnchanged(
    () => version,
    () => new Promise<{ content: Buffer }>((resolve) => answers.push((text) => resolve(content(text)))),
  );
  const before = find('a/b', 'latest');
  version = 2;
  await turnEnds();
  const other = find('a/b', 'other');
  answers[1]?.('other');
  answers[0]?.('old');
  await Promise.all([before, other]);
  await turnEnds();
  const after = find('a/b', 'latest');
  answers[2]?.('new');
  expect((await after)?.content.toString()).toBe('new');
});

test('the version of a SQLite file moves with the commits of every connection', async () => {
  const created = await createSqliteDatabase();
  const [one, other] = [await created.open(), await created.open()];
  const account = (id: string) => ({ id, name: id, organization_quota: 1, created_at: 0 });
  const versions = [one.version?.()];
  await one.db.insertInto('accounts').values(account('first')).execute();
  versions.push(one.version?.());
  await other.db.insertInto('accounts').values(account('second')).execute();
  versions.push(one.version?.());
  await other.relaxed((trx) => trx.deleteFrom('accounts').execute());
  versions.push(one.version?.());
  expect(new Set(versions).size).toBe(4);
  expect(one.version?.()).toBe(versions.at(-1));
  await created.remove();
});
