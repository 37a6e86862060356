import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { RegistryClient } from './client.ts';
import { RegistryClientError, RegistryUnreachable } from './error.ts';
import { Session } from './session.ts';

const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function textOf(message: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of message) text += chunk;
  return text;
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const credentials = { user: 'alice', password: 'secret' };

describe('a session', () => {
  it('answers a Bearer challenge, sends the body again, and keeps the token for its scope', async () => {
    const asked: string[] = [];
    const bodies: string[] = [];
    const origin = await serve(async (req, res) => {
      if (req.url?.startsWith('/token')) {
        asked.push(`${req.url} ${req.headers.authorization}`);
        res.end(JSON.stringify({ token: 'abc', expires_in: 300 }));
        return;
      }
      bodies.push(await textOf(req));
      if (req.headers.authorization === 'Bearer abc') res.writeHead(201).end();
      else res.writeHead(401, { 'WWW-Authenticate': `Bearer realm="${origin}/token",service="here"` }).end('{}');
    });
    const session = new Session({ url: origin, credentials });
    const request = {
      method: 'PUT',
      path: '/v2/a/b/x',
      scope: 'repository:a/b:pull,push',
      body: Buffer.from('content'),
    };
    await (await session.expect([201], request)).discard();
    await (await session.expect([201], request)).discard();
    const basic = Buffer.from('alice:secret').toString('base64');
    expect(asked).toEqual([`/token?service=here&scope=repository%3Aa%2Fb%3Apull%2Cpush Basic ${basic}`]);
    expect(bodies).toEqual(['content', 'content', 'content']);
  });

  it('answers a Basic challenge', async () => {
    const origin = await serve((req, res) => {
      if (req.headers.authorization === `Basic ${Buffer.from('alice:secret').toString('base64')}`) res.end();
      else res.writeHead(401, { 'WWW-Authenticate': 'Basic realm="x"' }).end();
    });
    await new RegistryClient({ url: origin, credentials }).ping();
    await expect(new RegistryClient({ url: origin }).ping()).rejects.toMatchObject({ status: 401 });
  });

  it('follows a redirect of a read without showing the other host its credentials', async () => {
    const seen: (string | undefined)[] = [];
    const bucket = await serve((req, res) => {
      seen.push(req.headers.authorization);
      res.end('bytes');
    });
    const origin = await serve((req, res) => {
      if (!req.headers.authorization) res.writeHead(401, { 'WWW-Authenticate': 'Basic realm="x"' }).end();
      else res.writeHead(307, { Location: `${bucket}/object?signature=s` }).end();
    });
    const session = new Session({ url: origin, credentials });
    const reply = await session.expect([200], { method: 'GET', path: '/v2/a/b/blobs/x', scope: 'x' });
    expect(await reply.text()).toBe('bytes');
    expect(seen).toEqual([undefined]);
  });

  it('throws what the registry said', async () => {
    const body = { errors: [{ code: 'DENIED', message: 'no', detail: { reason: 'why' } }] };
    const origin = await serve((_, res) => res.writeHead(403).end(JSON.stringify(body)));
    const error = await new RegistryClient({ url: origin }).ping().catch((caught) => caught);
    expect(error).toBeInstanceOf(RegistryClientError);
    expect(error).toMatchObject({ status: 403, errors: body.errors, message: expect.stringContaining('DENIED: no') });
    expect(error.has('DENIED')).toBe(true);
    expect(error.has('UNAUTHORIZED')).toBe(false);
  });

  it.each(['not json', 'null', '{"errors":3}', '{"errors":[3,null,{"code":1}]}'])(
    'throws the status alone when the body is %s',
    async (body) => {
      const origin = await serve((_, res) => res.writeHead(500).end(body));
      await expect(new RegistryClient({ url: origin }).ping()).rejects.toMatchObject({ status: 500, errors: [] });
    },
  );

  it('takes an answer that comes before a large body is through', async () => {
    const origin = await serve((_, res) => res.writeHead(413).end());
    const session = new Session({ url: origin });
    const body = async function* () {
      for (let count = 0; count < 1000; count += 1) yield Buffer.alloc(64 * 1024);
    };
    const reply = await session.request({ method: 'PATCH', path: '/v2/x', scope: '', body });
    expect(reply.status).toBe(413);
    await reply.discard();
  });

  it('says when there is no registry', async () => {
    const origin = await serve(() => {});
    servers[0]?.close();
    await expect(new RegistryClient({ url: origin }).ping()).rejects.toThrow(RegistryUnreachable);
  });

  it('ends a request at its signal', async () => {
    const origin = await serve(() => {});
    const stop = new AbortController();
    const request = new Session({ url: origin }).request({ method: 'GET', path: '/', scope: '', signal: stop.signal });
    stop.abort();
    await expect(request).rejects.toThrow(RegistryUnreachable);
  });
});

describe('lists', () => {
  it('go from page to page', async () => {
    const origin = await serve((req, res) => {
      const page = new URL(req.url ?? '', 'http://x').searchParams.get('last') === 'b' ? ['c'] : ['a', 'b'];
      if (page.length === 2) res.setHeader('Link', '</v2/o/r/tags/list?n=2&last=b>; rel="next"');
      res.end(JSON.stringify({ name: 'o/r', tags: page }));
    });
    const tags: string[] = [];
    for await (const tag of new RegistryClient({ url: origin }).listTags('o/r', 2)) tags.push(tag);
    expect(tags).toEqual(['a', 'b', 'c']);
  });
});
