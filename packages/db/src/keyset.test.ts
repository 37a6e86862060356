import * as fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { WharfDatabase } from './database.ts';
import { CursorError, countUpTo, type KeysetSort, pageOf } from './keyset.ts';
import type { Database } from './schema.ts';
import { createPostgresDatabase, createSqliteDatabase, type TestDatabase } from './testing/test-database.ts';

const dialects = {
  SQLite: createSqliteDatabase,
  PostgreSQL: () => createPostgresDatabase(inject('postgresUrl')),
};

interface Item {
  name: string;
  size: number;
}

const items = fc.uniqueArray(
  fc.record({ name: fc.stringMatching(/^[a-zA-Z0-9._-]{1,3}$/), size: fc.oneof(fc.nat(3), fc.constant(2 ** 50)) }),
  { selector: (item) => item.name, maxLength: 25 },
);

describe.each(Object.entries(dialects))('keyset pages on %s', (_, create) => {
  let created: TestDatabase;
  let database: WharfDatabase;

  beforeAll(async () => {
    created = await create();
    database = await created.open();
  });
  afterAll(() => created.remove());

  const fill = async (rows: Item[]) => {
    await database.db.deleteFrom('blobs').execute();
    const values = rows.map(({ name, size }) => ({
      digest: name,
      size,
      storage_key: name,
      created_at: 0,
      touched_at: 0,
    }));
    if (values.length > 0) await database.db.insertInto('blobs').values(values).execute();
  };
  const query = () => database.db.selectFrom('blobs').select(['digest as name', 'size']);
  type Sort = KeysetSort<Database, 'blobs', Item>;
  const digest = { column: 'blobs.digest', output: 'name', type: 'text' } as const;
  const bySize = (direction: Sort['direction']): Sort => ({
    columns: [{ column: 'blobs.size', output: 'size', type: 'number' }, digest],
    direction,
  });
  const byName = (direction: Sort['direction']): Sort => ({ columns: [digest], direction });
  const sorts = [byName('asc'), byName('desc'), bySize('asc'), bySize('desc')];

  const inOrder = (rows: Item[], { columns, direction }: Sort) => {
    const sorted = [...rows].sort((a, b) => {
      if (columns.length > 1 && a.size !== b.size) return a.size - b.size;
      return a.name < b.name ? -1 : 1;
    });
    return direction === 'asc' ? sorted : sorted.reverse();
  };

  test('walked forward and back give every row once, in order', async () => {
    const property = fc.asyncProperty(
      items,
      fc.constantFrom(...sorts),
      fc.integer({ min: 1, max: 7 }),
      async (rows, sort, limit) => {
        await fill(rows);
        const expected = inOrder(rows, sort);
        const forward: Item[][] = [];
        let page = await pageOf(query(), sort, { limit });
        expect(page.previous).toBeNull();
        for (;;) {
          forward.push(page.items);
          if (page.next === null) break;
          page = await pageOf(query(), sort, { limit, cursor: page.next });
        }
        expect(forward.flat()).toEqual(expected);
        expect(forward.slice(0, -1).every((part) => part.length === limit)).toBe(true);

        const backward: Item[][] = [page.items];
        while (page.previous !== null) {
          page = await pageOf(query(), sort, { limit, cursor: page.previous });
          backward.unshift(page.items);
        }
        expect(backward).toEqual(forward);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });

  describe('of ten rows', () => {
    const ten = Array.from({ length: 10 }, (_, index) => ({ name: `n${index}`, size: index % 3 }));
    const names = (page: { items: Item[] }) => page.items.map((item) => item.name).join(' ');
    beforeEach(() => fill(ten));

    test('stay in place while rows before them come and go', async () => {
      const first = await pageOf(query(), byName('asc'), { limit: 4 });
      await database.db.deleteFrom('blobs').where('digest', 'in', ['n0', 'n3']).execute();
      const second = await pageOf(query(), byName('asc'), { limit: 4, cursor: first.next ?? '' });
      expect(names(second)).toBe('n4 n5 n6 n7');
    });

    test('lead back from where all rows went away, losing none', async () => {
      const first = await pageOf(query(), byName('asc'), { limit: 4 });
      await database.db.deleteFrom('blobs').where('digest', '>', 'n3').execute();
      const beyond = await pageOf(query(), byName('asc'), { limit: 4, cursor: first.next ?? '' });
      expect(beyond).toMatchObject({ items: [], next: null });
      const back = await pageOf(query(), byName('asc'), { limit: 4, cursor: beyond.previous ?? '' });
      expect(names(back)).toBe('n0 n1 n2 n3');
      expect(back.previous).toBeNull();
    });

    test('keep the filter and the joins of the query', async () => {
      const even = query().where('size', '=', 0);
      const page = await pageOf(even, byName('desc'), { limit: 3 });
      expect(names(page)).toBe('n9 n6 n3');
      expect(names(await pageOf(even, byName('desc'), { limit: 3, cursor: page.next ?? '' }))).toBe('n0');
    });

    test('refuse a cursor of another sort', async () => {
      const { next } = await pageOf(query(), bySize('asc'), { limit: 2 });
      for (const sort of [byName('asc'), bySize('desc')]) {
        await expect(pageOf(query(), sort, { limit: 2, cursor: next ?? '' })).rejects.toThrow(CursorError);
      }
    });

    test('refuse a cursor that they did not give out, whatever it holds', async () => {
      const good = JSON.parse(
        Buffer.from((await pageOf(query(), bySize('asc'), { limit: 2 })).next ?? '', 'base64url').toString(),
      ) as unknown[];
      const forged = fc.oneof(
        fc.string(),
        fc.json(),
        fc
          .tuple(fc.nat(good.length), fc.jsonValue())
          .map(([at, value]) => JSON.stringify(good.with(Math.min(at, 4), value))),
        fc.constantFrom('\0', '\ud800', 1.5, 2 ** 60, null, true).map((value) => JSON.stringify(good.with(4, value))),
      );
      const property = fc.asyncProperty(forged, async (json) => {
        const cursor = Buffer.from(json).toString('base64url');
        const page = await pageOf(query(), bySize('asc'), { limit: 2, cursor }).catch((error: unknown) => error);
        // A forgery of the right form only asks for another place in the list that the caller may see anyway.
        if (page instanceof Error) expect(page).toBeInstanceOf(CursorError);
      });
      await fc.assert(property, { numRuns: 300 });
      await expect(pageOf(query(), bySize('asc'), { limit: 2, cursor: 'not a cursor' })).rejects.toThrow(CursorError);
    });

    test('are counted exactly up to a limit', async () => {
      expect(await countUpTo(database.db, query().orderBy('size'), 10)).toEqual({ total: 10, totalIsExact: true });
      expect(await countUpTo(database.db, query(), 9)).toEqual({ total: 9, totalIsExact: false });
      expect(await countUpTo(database.db, query().where('size', '=', 1))).toEqual({ total: 3, totalIsExact: true });
      expect(await countUpTo(database.db, query().where(sql.lit(false)))).toEqual({ total: 0, totalIsExact: true });
    });
  });
});
