import { newId, type WharfDatabase } from '@wharf/db';
import { createPostgresDatabase, createSqliteDatabase, type TestDatabase } from '@wharf/db/testing';
import type { Level, Role, Visibility } from '@wharf/policies/access';
import { makeAccessKey } from '../auth/access-keys.ts';
import type { RobotActor } from '../auth/actors.ts';
import { hashSecret } from '../auth/secrets.ts';
import type { UserActor } from '../auth/user-actor.ts';
import { newGrant } from '../features/new-grant.ts';
import { quickHash } from './quick-hash.ts';

export const password = 'correct horse battery';
const passwordHash = quickHash(password);

/** A database with whom and what the tests of authorization need. */
export interface AuthWorld {
  database: WharfDatabase;
  /** A second handle on the same database, as another process would have. */
  openAgain(): Promise<WharfDatabase>;
  addAccount(name: string): Promise<string>;
  addUser(accountId: string, name: string, role?: Role): Promise<UserActor>;
  addOrganization(accountId: string, name: string): Promise<string>;
  addRepository(organizationId: string, name: string, visibility?: Visibility): Promise<string>;
  /** The secret is its login. */
  addRobot(accountId: string, organizationId: string | null, login: string): Promise<RobotActor>;
  grant(organizationId: string, holder: UserActor | RobotActor, level: Level, pattern?: string): Promise<void>;
  addTemporaryLogin(user: UserActor, login: string, secret: string, expiresAt: number): Promise<string>;
  addAccessKey(user: UserActor): Promise<{ id: string; secret: string }>;
  remove(): Promise<void>;
}

/** @param postgresUrl `inject('postgresUrl')`, or undefined for SQLite. */
export async function createAuthWorld(postgresUrl?: string): Promise<AuthWorld> {
  const test: TestDatabase = postgresUrl ? await createPostgresDatabase(postgresUrl) : await createSqliteDatabase();
  const database = await test.open();
  const { db } = database;
  const created = { created_at: 1, created_by: 'test' };
  return {
    database,
    openAgain: () => test.open(),
    remove: () => test.remove(),
    async addAccount(name) {
      const id = newId();
      await db.insertInto('accounts').values({ id, name, organization_quota: 5, created_at: 1 }).execute();
      return id;
    },
    async addUser(accountId, name, role = 'member') {
      const id = newId();
      const row = { id, account_id: accountId, name, password_hash: passwordHash, role };
      await db
        .insertInto('users')
        .values({ ...row, disabled_at: null, created_at: 1, last_signed_in_at: null })
        .execute();
      return { kind: 'user', id, name, accountId, role };
    },
    async addOrganization(accountId, name) {
      const id = newId();
      await db
        .insertInto('organizations')
        .values({ id, account_id: accountId, name, ...created })
        .execute();
      return id;
    },
    async addRepository(organizationId, name, visibility = 'private') {
      const id = newId();
      await db
        .insertInto('repositories')
        .values({ id, organization_id: organizationId, name, visibility, created_at: 1, pushed_at: 1, pulled_at: null })
        .execute();
      return id;
    },
    async grant(organizationId, holder, level, pattern = '') {
      const organization = await db
        .selectFrom('organizations')
        .select(['id', 'name'])
        .where('id', '=', organizationId)
        .executeTakeFirstOrThrow();
      await db
        .insertInto('grants')
        .values(newGrant({ organization, holder, pattern, level, by: 'test', at: 1 }))
        .execute();
    },
    async addRobot(accountId, organizationId, login) {
      const id = newId();
      const row = { id, account_id: accountId, organization_id: organizationId, name: login, login, description: '' };
      const unused = { rotated_at: null, expires_at: null, disabled_at: null, last_used_at: null };
      await db
        .insertInto('robots')
        .values({ ...row, ...created, ...unused, secret_hash: hashSecret(login), last_used_address: null })
        .execute();
      return { kind: 'robot', id, name: login, accountId, organizationId };
    },
    async addTemporaryLogin(user, login, secret, expiresAt) {
      const id = newId();
      const row = {
        id,
        user_id: user.id,
        login,
        secret_hash: hashSecret(secret),
        created_at: 1,
        expires_at: expiresAt,
      };
      await db
        .insertInto('temporary_credentials')
        .values({ ...row, last_used_at: null, revoked_at: null })
        .execute();
      return id;
    },
    async addAccessKey(user) {
      const { id, secret, keyHash } = makeAccessKey();
      const never = { disabled_at: null, last_used_at: null, last_used_address: null };
      await db
        .insertInto('access_keys')
        .values({ id, user_id: user.id, key_hash: keyHash, created_at: 1, ...never })
        .execute();
      return { id, secret };
    },
  };
}
