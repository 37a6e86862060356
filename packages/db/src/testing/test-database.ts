import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openDatabase, type WharfDatabase } from '../database.ts';

/** A database for one test file. `remove` closes what `open` gave and deletes everything. */
export interface TestDatabase {
  /** Fit for `openDatabase`, and for a server's `DATABASE_URL` when `url` is there. */
  location: { url?: string; file: string };
  open(): Promise<WharfDatabase>;
  remove(): Promise<void>;
}

/** A fresh SQLite file in a temporary folder. */
export async function createSqliteDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'wharf-db-'));
  return testDatabase({ file: join(folder, 'wharf.db') }, () => rm(folder, { recursive: true, force: true }));
}

/** @param serverUrl `inject('postgresUrl')` */
export async function createPostgresDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await execute(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return testDatabase({ url: url.href, file: '' }, () => execute(serverUrl, `drop database ${name} with (force)`));
}

function testDatabase(location: TestDatabase['location'], drop: () => Promise<void>): TestDatabase {
  const opened: WharfDatabase[] = [];
  return {
    location,
    open: async () => {
      const database = await openDatabase(location);
      opened.push(database);
      return database;
    },
    remove: async () => {
      await Promise.all(opened.map((database) => database.close()));
      await drop();
    },
  };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
