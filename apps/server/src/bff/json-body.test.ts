import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { endWithRefusal } from '@wharf/registry';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { closed, listening } from '../testing/listening.ts';
import { jsonBody } from './json-body.ts';
import { asApiError } from './problem.ts';

let server: Server;
let url: string;
beforeEach(async () => {
  const refuse: ErrorRequestHandler = (error, _request, response, _next) => {
    endWithRefusal(response, 400, asApiError(error)?.fields);
  };
  const echo: RequestHandler = (request, response) => {
    response.json(request.body ?? 'unread');
  };
  server = createServer(express().use(jsonBody(1024, 50), echo, refuse));
  url = await listening(server);
});
afterEach(() => closed(server));

/** All that the server says to a body of `length` bytes of which only the first one comes, until it closes. */
async function answerTo(length: number): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    received += chunk;
  });
  socket.write(`POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n{`);
  await once(socket, 'close');
  return received;
}

it('reads JSON, and leaves other bodies alone', async () => {
  const post = async (type: string, body: string) => {
    return await (await fetch(url, { method: 'POST', headers: { 'content-type': type }, body })).json();
  };
  expect(await post('application/json', '{"a":1}')).toEqual({ a: 1 });
  expect(await post('application/x-tar', 'x'.repeat(4096))).toBe('unread');
});

it('gives up a body that does not come in time, and ends its connection', async () => {
  const received = await answerTo(100);
  expect(received).toMatch(/^HTTP\/1.1 400 /);
  expect(received).toContain('too-slow');
});

it('refuses a body that says it is too long without waiting for it', async () => {
  const received = await answerTo(5_000_000_000);
  expect(received).toMatch(/^HTTP\/1.1 400 /);
  expect(received).toContain('too-long');
});
