import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { endWithRefusal } from '@wharf/registry';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { expect, it } from 'vitest';
import { closed, listening } from '../testing/listening.ts';
import { jsonBody } from './json-body.ts';
import { asApiError } from './problem.ts';

it('gives up a body that does not come in time, and ends its connection', async () => {
  const refuse: ErrorRequestHandler = (error, _request, response, _next) => {
    endWithRefusal(response, 400, asApiError(error)?.fields);
  };
  const echo: RequestHandler = (request, response) => {
    response.json(request.body);
  };
  const app = express().use(jsonBody('1kb', 50), echo, refuse);
  const server = createServer(app);
  const url = await listening(server);
  const headers = { 'content-type': 'application/json' };
  expect(await (await fetch(url, { method: 'POST', headers, body: '{"a":1}' })).json()).toEqual({ a: 1 });

  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    received += chunk;
  });
  socket.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{');
  await once(socket, 'close');
  expect(received).toMatch(/^HTTP\/1.1 400 /);
  expect(received).toContain('too-slow');
  await closed(server);
});
