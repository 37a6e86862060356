import { createPostgresDatabase, createSqliteDatabase, type TestDatabase } from '@wharf/db/testing';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { verifyPassword } from './auth/passwords.ts';
import { ensureFirstAccount, welcomeText } from './first-start.ts';
import { resetPassword } from './reset-password.ts';

const config = {
  account: 'main',
  adminUser: 'admin',
  adminPassword: undefined,
  organizationQuota: 7,
  repositoryQuota: null,
  tagQuota: null,
  byteQuota: null,
};
const at = new Date('2026-11-24T12:00:00Z');

describe.each(['sqlite', 'postgres'])('the first start on %s', (dialect) => {
  let test: TestDatabase;
  beforeEach(async () => {
    test = dialect === 'postgres' ? await createPostgresDatabase(inject('postgresUrl')) : await createSqliteDatabase();
  });
  afterEach(() => test.remove());

  it('makes one account, administrator and key, however many nodes start at once', async () => {
    const nodes = await Promise.all([test.open(), test.open(), test.open()]);
    const made = await Promise.all(nodes.map((node) => ensureFirstAccount(node, config, at)));
    const winners = made.filter((each) => each !== undefined);
    expect(winners).toHaveLength(1);
    const { db } = await test.open();
    const accounts = await db.selectFrom('accounts').selectAll().execute();
    const users = await db.selectFrom('users').selectAll().execute();
    expect(accounts).toMatchObject([{ name: 'main', organization_quota: 7, byte_quota: null }]);
    const organizations = await db.selectFrom('organizations').selectAll().execute();
    expect(organizations).toMatchObject([{ name: 'library', visibility: 'public', created_by: 'admin' }]);
    expect(users).toMatchObject([{ name: 'admin', role: 'system-administrator', account_id: accounts[0]?.id }]);
    expect(await db.selectFrom('signing_keys').select('id').execute()).toHaveLength(1);
    const password = winners[0]?.password ?? '';
    expect(password.length).toBeGreaterThanOrEqual(20);
    expect(await verifyPassword(password, users[0]?.password_hash)).toBe(true);
  });

  it('happens once, whatever the configuration says later', async () => {
    const node = await test.open();
    const given = await ensureFirstAccount(node, { ...config, adminPassword: 'correct horse' }, at);
    expect(given).toEqual({ account: 'main', user: 'admin', password: undefined });
    expect(await ensureFirstAccount(node, { ...config, account: 'other', adminUser: 'root' }, at)).toBeUndefined();
    expect(await node.db.selectFrom('users').select('name').execute()).toEqual([{ name: 'admin' }]);
  });

  it('reset-password gives a user a new password, enables it and ends its sessions', async () => {
    const node = await test.open();
    await ensureFirstAccount(node, config, at);
    const { id } = await node.db.selectFrom('users').select('id').executeTakeFirstOrThrow();
    await node.db.updateTable('users').set({ disabled_at: 1 }).execute();
    const session = { id: 's', user_id: id, secret_hash: 'h', csrf_token: 'c', address: '', user_agent: '' };
    await node.db
      .insertInto('sessions')
      .values({ ...session, created_at: 1, used_at: 1, expires_at: 9 })
      .execute();
    const password = await resetPassword(node, 'admin');
    const user = await node.db.selectFrom('users').selectAll().executeTakeFirstOrThrow();
    expect(await verifyPassword(password ?? '', user.password_hash)).toBe(true);
    expect(user.disabled_at).toBeNull();
    expect(await node.db.selectFrom('sessions').select('id').execute()).toEqual([]);
    const events = node.db.selectFrom('events').select(['type', 'author_id', 'author_name', 'payload']);
    const [event] = await events.where('type', '=', 'UserUpdated').execute();
    expect(event).toMatchObject({ author_id: null, author_name: 'command line' });
    expect(JSON.parse(event?.payload ?? '')).toMatchObject({ user: 'admin', passwordChanged: true });
    expect(await resetPassword(node, 'nobody')).toBeUndefined();
  });
});

describe('welcomeText', () => {
  it('shows a password that was made and not one that was given', () => {
    expect(welcomeText({ account: 'main', user: 'admin', password: 'made-one' })).toContain('made-one');
    expect(welcomeText({ account: 'main', user: 'admin', password: undefined })).toContain('as configured');
  });
});
