import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ApiProblem, addressOf, call, rememberCsrfTokenOf } from './api-client.ts';

interface Seen {
  method: string | undefined;
  url: string | undefined;
  csrf: string | string[] | undefined;
  body: string;
}

let seen: Seen | undefined;
let answer = { status: 200, body: '{}' };

const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  seen = { method: request.method, url: request.url, csrf: request.headers['x-csrf-token'], body };
  response.writeHead(answer.status, { 'x-request-id': 'req-1' }).end(answer.status === 204 ? undefined : answer.body);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // In the browser the page's own address completes the path.
  const real = globalThis.fetch;
  vi.stubGlobal('fetch', (path: string, request: RequestInit) => real(origin + path, request));
});

afterAll(() => {
  vi.unstubAllGlobals();
  server.close();
  server.closeAllConnections();
});

test('an address holds encoded parameters and only the query that is given', () => {
  const params = { organization: 'web', repository: 'team/shop' };
  expect(addressOf('listTags', { params, query: { q: 'a&b', sort: 'name', cursor: '' } })).toBe(
    '/api/organizations/web/repositories/team%2Fshop/tags?q=a%26b&sort=name',
  );
});

test('a change carries body and CSRF token, a question carries neither', async () => {
  rememberCsrfTokenOf({ csrfToken: 'secret' });
  answer = { status: 201, body: '{"name":"web"}' };
  await call('createOrganization', { body: { name: 'web' } });
  expect(seen).toMatchObject({ method: 'POST', url: '/api/organizations', csrf: 'secret', body: '{"name":"web"}' });
  await call('listOrganizations');
  expect(seen).toMatchObject({ method: 'GET', csrf: undefined, body: '' });
});

test('an answer without content is undefined', async () => {
  answer = { status: 204, body: '' };
  expect(await call('signOut')).toBeUndefined();
});

test('a refusal carries code, detail, fields and request id', async () => {
  const problem = { code: 'too-many-attempts', message: 'wait', requestId: 'r', detail: { seconds: 3 }, fields: [] };
  answer = { status: 429, body: JSON.stringify(problem) };
  const error = await call('getOverview').catch((one: unknown) => one);
  expect(error).toBeInstanceOf(ApiProblem);
  expect(error).toMatchObject({ code: 'too-many-attempts', status: 429, requestId: 'r', detail: { seconds: 3 } });
});

test("a proxy's error page is told from the server's own refusal", async () => {
  answer = { status: 502, body: '<html>Bad gateway</html>' };
  await expect(call('getOverview')).rejects.toMatchObject({ code: 'unreadable', status: 502, requestId: 'req-1' });
});

test('an abort stays an abort, a dead connection is "offline"', async () => {
  await expect(call('getOverview', { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')));
  await expect(call('getOverview')).rejects.toMatchObject({ code: 'offline' });
});
