import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { oneAtATime } from './pipelining.ts';
import { closed, listening, rawExchange } from './testing/listening.ts';

const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: h\r\n${more}\r\n`;

it('answers requests that came together in order, one after the other', async () => {
  const begun: string[] = [];
  let running = 0;
  let most = 0;
  const server = createServer(
    oneAtATime((request, response) => {
      begun.push(request.url ?? '');
      most = Math.max(most, ++running);
      // The first takes longer than the others.
      setTimeout(() => {
        running--;
        response.end(`<${request.url}>`);
      }, 20 / begun.length);
    }),
  );
  const url = await listening(server);
  const received = await rawExchange(url, get('/1') + get('/2') + get('/3', 'Connection: close\r\n'));
  expect(received.match(/<\/\d>/g)).toEqual(['</1>', '</2>', '</3>']);
  expect([most, begun]).toEqual([1, ['/1', '/2', '/3']]);
  await closed(server);
});

it('does not begin what stands behind an answer that ends the connection', async () => {
  let begun = 0;
  const server = createServer(
    oneAtATime((_request, response) => {
      begun += 1;
      response.setHeader('Connection', 'close');
      response.end();
    }),
  );
  await rawExchange(await listening(server), get('/1') + get('/2'));
  expect(begun).toBe(1);
  await closed(server);
});

it('hands a held request its body', async () => {
  const server = createServer(
    oneAtATime((request, response) => {
      let text = '';
      request
        .on('data', (chunk) => (text += chunk))
        .on('end', () => setImmediate(() => response.end(`<${text.length}>`)));
    }),
  );
  const url = await listening(server);
  const body = 'x'.repeat(200_000);
  const post = `POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  expect((await rawExchange(url, get('/') + post)).match(/<\d+>/g)).toEqual(['<0>', '<200000>']);
  await closed(server);
});

it('ends a connection that brings too many at once, having begun one', async () => {
  const begun: ServerResponse[] = [];
  const server = createServer(
    oneAtATime((_request, response) => {
      begun.push(response);
    }),
  );
  const url = await listening(server);
  await rawExchange(url, get('/').repeat(1000));
  expect(begun).toHaveLength(1);
  // It serves others on.
  const other = connect(Number(new URL(url).port), '127.0.0.1');
  const request = once(server, 'request');
  other.write(get('/'));
  await request;
  expect(begun).toHaveLength(2);
  other.destroy();
  await closed(server);
});
