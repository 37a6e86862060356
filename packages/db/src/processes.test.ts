import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { RepositoryName } from '@wharf/oci';
import { expect, inject, test } from 'vitest';
import { createMetadata } from './metadata/create-metadata.ts';
import { createPostgresDatabase, createSqliteDatabase } from './testing/test-database.ts';

const script = fileURLToPath(new URL('testing/push-process.ts', import.meta.url));
const dialects = {
  SQLite: createSqliteDatabase,
  PostgreSQL: () => createPostgresDatabase(inject('postgresUrl')),
};

test.each(Object.entries(dialects))(
  'processes open a new %s database at once and push into it',
  async (_, create) => {
    const created = await create();
    const writers = ['a', 'b', 'c'];
    const images = 30;
    const processes = writers.map((writer) =>
      fork(script, [JSON.stringify(created.location), writer, String(images)], { execArgv: ['--import', 'tsx'] }),
    );
    try {
      const exits = processes.map((child) => once(child, 'exit') as Promise<[number | null]>);
      const opened = processes.map((child, index) => Promise.race([once(child, 'message'), exits[index]]));
      expect((await Promise.all(opened)).flat().filter((word) => word === 'open')).toHaveLength(writers.length);
      const database = await created.open();
      await database.db
        .insertInto('accounts')
        .values({ id: 'account', name: 'main', organization_quota: 5, created_at: 0 })
        .execute();
      await database.db
        .insertInto('organizations')
        .values({ id: 'org', account_id: 'account', name: 'org', created_at: 0, created_by: 'somebody' })
        .execute();

      for (const child of processes) child.send('go');
      expect((await Promise.all(exits)).map(([code]) => code)).toEqual(writers.map(() => 0));

      const total = writers.length * images;
      const tags = await createMetadata(database).listTags('org/app' as RepositoryName, {
        limit: 1000,
        last: undefined,
      });
      expect(tags).toHaveLength(total + 1);
      const row = await database.db.selectFrom('repositories').selectAll().executeTakeFirstOrThrow();
      const sizes = await database.db.selectFrom('manifests').select('size').execute();
      const manifestBytes = sizes.reduce((sum, { size }) => sum + size, 0);
      expect(row).toMatchObject({ tag_count: total + 1, bytes: manifestBytes + 100 * (total + 2) });
    } finally {
      for (const child of processes) child.kill('SIGKILL');
      await created.remove();
    }
  },
  120_000,
);
