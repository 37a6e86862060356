import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleServer, startConsoleServer, type TestUser } from '../bff/testing/console-server.ts';
import { dialects } from '../bff/testing/dialects.ts';
import { pushImage } from '../bff/testing/push-image.ts';
import { createPullRecord } from './pull-record.ts';

describe.each(dialects)('who reads an image, on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let users: Record<'own' | 'foreign' | 'root', TestUser>;
  let accounts: Record<'own' | 'foreign', string>;
  let repositoryId: string;
  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    accounts = { own: await server.createAccount('main'), foreign: await server.createAccount('elsewhere') };
    const organization = await server.createOrganization(accounts.own, 'acme');
    users = {
      own: await server.createUser(accounts.own, 'ann'),
      foreign: await server.createUser(accounts.foreign, 'eve'),
      root: await server.createUser(accounts.foreign, 'root', 'system-administrator'),
    };
    await server.grant(organization, users.own, 'read');
    await pushImage(server.services, { name: 'acme/web', tags: ['1.0'], layers: ['layer'] });
    const { db } = server.database;
    const image = db.updateTable('repositories').set({ visibility: 'public' }).where('name', '=', 'acme/web');
    repositoryId = (await image.returning('id').executeTakeFirstOrThrow()).id;
  });
  afterAll(() => server.stop());

  const ways = {
    ImagePulled: async ({ id, name }: TestUser) => {
      const record = createPullRecord({ database: server.database, log: server.services.log });
      const credential = { kind: 'temporary-login', id: 't', name: `tmp-${name}` } as const;
      const by = { id, name, came: { address: '127.0.0.1', credential } };
      record.add({ repository: 'acme/web', repositoryId, tag: '1.0', digest: 'sha256:x', by, at: new Date() });
      await record.stop();
    },
    ImageDownloaded: async (user: TestUser) => {
      const address = '/api/organizations/acme/repositories/web/download?tag=1.0';
      expect((await (await server.as(user)).send('GET', address)).status).toBe(200);
    },
  };

  describe.each(Object.keys(ways) as (keyof typeof ways)[])('%s', (type) => {
    async function told(user: TestUser) {
      await server.database.db.deleteFrom('events').execute();
      await ways[type](user);
      const rows = await server.database.db.selectFrom('events').selectAll().where('type', '=', type).execute();
      return {
        owner: rows.filter((row) => row.organization_id !== null),
        elsewhere: rows.filter((row) => row.organization_id === null),
        all: JSON.stringify(rows.filter((row) => row.account_id === accounts.own)),
      };
    }

    it.each(['own', 'root'] as const)('is told of %s on the record of the owner', async (who) => {
      const { owner, elsewhere } = await told(users[who]);
      expect(owner).toMatchObject([
        { account_id: accounts.own, author_name: users[who].name, address: '127.0.0.1', repository_id: repositoryId },
      ]);
      expect(elsewhere).toEqual([]);
    });

    it('names of another account nobody to the owner, and the person to his own account', async () => {
      const { owner, elsewhere, all } = await told(users.foreign);
      expect(owner).toMatchObject([
        { account_id: accounts.own, author_id: null, address: null, credential_name: null },
      ]);
      expect(JSON.parse(owner[0]?.payload ?? '')).toMatchObject({ repository: 'acme/web', byAccount: 'elsewhere' });
      expect(all).not.toMatch(/eve|127\.0\.0\.1/);
      expect(elsewhere).toMatchObject([
        { account_id: accounts.foreign, author_name: 'eve', address: '127.0.0.1', repository_name: 'acme/web' },
      ]);
    });
  });
});
