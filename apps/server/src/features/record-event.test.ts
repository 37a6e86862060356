import type { RepositoryName, Tag } from '@wharf/oci';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleServer, password, startConsoleServer } from '../bff/testing/console-server.ts';
import { dialects } from '../bff/testing/dialects.ts';
import { recordEvent } from './record-event.ts';

describe.each(dialects)('the record of events on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let account: string;

  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    account = await server.createAccount('main');
    await server.createUser(account, 'owner', 'account-administrator');
  });
  afterAll(() => server.stop());

  const eventOf = (type: string) =>
    server.database.db
      .selectFrom('events')
      .selectAll()
      .where('type', '=', type)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();

  it('tells from where, with which credential and in which request it was done', async () => {
    const client = server.visitor();
    await client.call('signIn', { body: { user: 'owner', password } });
    const session = await server.database.db.selectFrom('sessions').select('id').executeTakeFirstOrThrow();
    const known = {
      address: '127.0.0.1',
      credential_kind: 'session',
      credential_name: session.id,
      author_name: 'owner',
      result: 'done',
    };
    expect(await eventOf('SignedIn')).toMatchObject(known);
    const answer = await client.call('createOrganization', { body: { name: 'team' } });
    expect(await eventOf('OrganizationCreated')).toMatchObject({
      ...known,
      request_id: answer.headers.get('x-request-id'),
      organization_name: 'team',
      repository_name: null,
    });
  });

  it('tells it of a push', async () => {
    await server.createOrganization(account, 'port');
    const credential = { kind: 'temporary-login', name: 'tmp-abcd2345' };
    const content = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.index.v1+json',
        manifests: [],
      }),
    );
    await server.services.pushing.putManifest({
      name: 'port/web/api' as RepositoryName,
      reference: '1.0' as Tag,
      tags: [],
      contentType: 'application/vnd.oci.image.index.v1+json',
      content,
      by: { id: 'someone', name: 'ann', came: { address: '203.0.113.7', credential } },
    });
    for (const type of ['ManifestPushed', 'TagCreated']) {
      expect(await eventOf(type)).toMatchObject({
        address: '203.0.113.7',
        credential_kind: 'temporary-login',
        credential_name: 'tmp-abcd2345',
        organization_name: 'port',
        repository_name: 'port/web/api',
      });
    }
  });

  it('keeps nothing of a transaction that failed', async () => {
    const author = { id: null, name: 'nobody' };
    const failing = server.database.db.transaction().execute(async (trx) => {
      await recordEvent(trx, { type: 'UserUpdated', accountId: account, payload: {}, author, at: new Date() });
      throw new Error('too late');
    });
    await expect(failing).rejects.toThrow('too late');
    await expect(eventOf('UserUpdated')).rejects.toThrow();
  });
});
