import { createServer, type Server } from 'node:http';
import { createMetadata, newId } from '@wharf/db';
import { createCore, createHandler } from '@wharf/registry';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ConsoleServer, password, startConsoleServer } from '../bff/testing/console-server.ts';
import { dialects } from '../bff/testing/dialects.ts';
import { pushImage } from '../bff/testing/push-image.ts';
import { forgetful } from '../testing/forgetful.ts';
import { closed, listening } from '../testing/listening.ts';
import { createAccess } from './access.ts';
import { hashSecret } from './secrets.ts';
import { addSigningKey } from './signing-keys.ts';
import { createTokenEndpoint } from './token-endpoint.ts';

const minuteMs = 60_000;

describe.each(dialects)('pulling what another account shares, on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let registry: Server;
  let url: string;
  let receiver: string;
  let repository: string;
  let layer: string;

  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    const { database, services } = server;
    const owner = await server.createAccount('owner');
    receiver = await server.createAccount('receiver');
    await server.createUser(receiver, 'ann');
    const bob = await server.createUser(receiver, 'bob');
    await server.createOrganization(owner, 'lab');
    await server.grant(await server.createOrganization(receiver, 'own'), bob, 'edit');
    await pushImage(services, { name: 'lab/app', tags: ['v1'], layers: ['what is shared'] });
    await pushImage(services, { name: 'lab/secret', tags: ['v1'] });
    const { db } = database;
    repository = (
      await db.selectFrom('repositories').select('id').where('name', '=', 'lab/app').executeTakeFirstOrThrow()
    ).id;
    layer = (await db.selectFrom('blobs').select('digest').where('size', '=', 14).executeTakeFirstOrThrow()).digest;
    await addSigningKey(db, services.now());
    const { credentials, tokens, policy, log, storage, activity, originOf, addressOf, now } = services;
    const core = createCore({
      metadata: createMetadata(database),
      access: createAccess({
        db,
        credentials,
        tokens,
        policy,
        revocations: { hold: () => true },
        consoleUrl: undefined,
      }),
      limits: { manifestBytes: 4 * 1024 * 1024 },
      node: 'test',
      ...{ storage, activity, log, now },
    });
    const pull = createHandler(core, { originOf, addressOf });
    const token = createTokenEndpoint({
      db,
      credentials,
      tokens,
      policy,
      originOf,
      addressOf,
      log,
      refusals: forgetful,
    });
    registry = createServer((request, response) =>
      request.url?.startsWith('/token') ? token(request, response) : pull(request, response),
    );
    url = await listening(registry);
  });
  afterAll(async () => {
    await closed(registry);
    await server.stop();
  });

  beforeEach(() => shareFor(10));

  async function shareFor(minutes: number | undefined): Promise<void> {
    const { db } = server.database;
    await db.deleteFrom('shares').execute();
    if (minutes === undefined) return;
    const expires_at = server.services.now().getTime() + minutes * minuteMs;
    const row = { repository_id: repository, account_id: receiver, repository_name: 'lab/app', expires_at };
    await db
      .insertInto('shares')
      .values({ ...row, description: '', created_at: 1, created_by: 'test' })
      .execute();
  }

  async function bearer(user: string, secret: string, ...scopes: string[]): Promise<string> {
    const query = new URLSearchParams(scopes.map((each): [string, string] => ['scope', each]));
    const authorization = `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
    const response = await fetch(`${url}/token?${query}`, { headers: { authorization } });
    expect(response.status).toBe(200);
    return `Bearer ${((await response.json()) as { token: string }).token}`;
  }
  const call = (authorization: string, path: string, method = 'GET') =>
    fetch(`${url}/v2/${path}`, { method, headers: { authorization } });
  const pullWith = async (authorization: string, name = 'lab/app') =>
    (await call(authorization, `${name}/manifests/v1`)).status;
  const scope = 'repository:lab/app:pull,push,delete';

  it('works for its users, reads only, and reaches nothing beside it', async () => {
    const token = await bearer('ann', password, scope, 'repository:lab/secret:pull', 'registry:catalog:*');
    expect(await pullWith(token)).toBe(200);
    expect((await call(token, `lab/app/blobs/${layer}`)).status).toBe(200);
    expect(await pullWith(token, 'lab/secret')).toBe(403);
    expect((await call(token, 'lab/app/blobs/uploads/', 'POST')).status).toBe(403);
    expect((await call(token, 'lab/app/manifests/v1', 'DELETE')).status).toBe(403);
    const catalog = await (await call(token, '_catalog')).json();
    expect(catalog).toEqual({ repositories: ['lab/app'] });
  });

  it('ends with the share, but for the few minutes of a token that was handed out', async () => {
    await shareFor(1);
    const early = await bearer('ann', password, scope);
    server.advance(minuteMs);
    const late = await bearer('ann', password, scope);
    const refused = await call(late, 'lab/app/manifests/v1');
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('the share has ended');
    expect(await (await call(await bearer('ann', password, 'registry:catalog:*'), '_catalog')).json()).toEqual({
      repositories: [],
    });
    expect(await pullWith(early)).toBe(200);
    server.advance(5 * minuteMs);
    expect(await pullWith(early)).toBe(401);
  });

  it('ends with the next token when the share is taken away, and then is as if it had never been', async () => {
    expect(await pullWith(await bearer('ann', password, scope))).toBe(200);
    await shareFor(undefined);
    const refused = await call(await bearer('ann', password, scope), 'lab/app/manifests/v1');
    const absent = await call(await bearer('ann', password, 'repository:lab/none:pull'), 'lab/none/manifests/v1');
    const told = async (response: Response) =>
      (await response.text()).replaceAll(/lab\/(?:app|none)/g, 'x').replaceAll(/"id":"[^"]*"/g, '');
    expect(refused.status).toBe(absent.status);
    expect(await told(refused)).toBe(await told(absent));
  });

  it('lets layers be mounted into an own image, while it lasts', async () => {
    const mount = async () => {
      const token = await bearer('bob', password, 'repository:own/app:pull,push', 'repository:lab/app:pull');
      const query = new URLSearchParams({ mount: layer, from: 'lab/app' });
      return (await call(token, `own/app/blobs/uploads/?${query}`, 'POST')).status;
    };
    server.advance(10 * minuteMs);
    expect(await mount()).toBe(202);
    await shareFor(1);
    expect(await mount()).toBe(201);
  });

  it('is for robots of the whole account, not for those of one organization', async () => {
    const { db } = server.database;
    const { id } = await db
      .selectFrom('organizations')
      .select('id')
      .where('name', '=', 'own')
      .executeTakeFirstOrThrow();
    const robot = {
      account_id: receiver,
      description: '',
      created_at: 1,
      created_by: 'test',
      secret_hash: hashSecret('s'),
    };
    await db
      .insertInto('robots')
      .values([
        { ...robot, id: newId(), organization_id: null, name: 'ci', login: '@receiver+ci' },
        { ...robot, id: newId(), organization_id: id, name: 'ci', login: 'own+ci' },
      ])
      .execute();
    expect(await pullWith(await bearer('@receiver+ci', 's', scope))).toBe(200);
    expect(await pullWith(await bearer('own+ci', 's', scope))).toBe(403);
  });
});
