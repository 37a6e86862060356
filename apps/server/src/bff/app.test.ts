import { type Operation, routeOf, routes } from '@wharf/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleServer, startConsoleServer } from './testing/console-server.ts';

let server: ConsoleServer;
beforeAll(async () => {
  server = await startConsoleServer();
});
afterAll(() => server.stop());

const open: Operation[] = ['getServer', 'getSignInMethods', 'signIn', 'completeSignIn'];

describe('the route table', () => {
  it.each(Object.keys(routes) as Operation[])('mounts %s, for nobody who is not signed in', async (operation) => {
    const { method, path } = routeOf(operation);
    const filled = path.replace(':digest', `sha256:${'a'.repeat(64)}`).replace(/:(\w+)/g, 'x');
    const { status, text } = await server.visitor().send(method, `/api${filled}`);
    if (open.includes(operation)) expect(status).toBe(method === 'GET' ? 200 : 400);
    else expect([status, JSON.parse(text).code]).toEqual([401, 'not-signed-in']);
  });

  it('refuses JSON that is nested without end', async () => {
    const deep = `{"user":${'['.repeat(30_000)}${']'.repeat(30_000)},"password":"x"}`;
    const { status, text } = await server.visitor().send('POST', `/api${routeOf('signIn').path}`, { body: deep });
    expect([status, JSON.parse(text).code]).toEqual([400, 'invalid-input']);
    expect(server.logged).toEqual([]);
  });

  it('answers anything else with a problem', async () => {
    const { status, headers, text } = await server.visitor().send('GET', '/api/nothing');
    expect(status).toBe(404);
    expect(JSON.parse(text)).toMatchObject({ code: 'not-found', requestId: headers.get('x-request-id') });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});
