import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { listenerOn } from './event-stream.ts';

it('gives up a client that does not read, instead of keeping everything for it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const request = once(server, 'request');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  client.on('error', () => {});
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const [, response] = (await request) as [unknown, ServerResponse];
  const listener = listenerOn(response, { sessionId: 'session', userId: 'user' });
  const notice = { type: 'ManifestPushed', organization: 'o', repository: 'r'.repeat(10_000) };
  let told = 0;
  let kept = 0;
  // Enough for the buffers of both sockets, several times over.
  for (; told < 10_000 && !response.destroyed; told += 1) {
    listener.tell([notice]);
    kept = Math.max(kept, response.writableLength);
    if (told % 100 === 0) await pause(1);
  }
  expect(response.destroyed).toBe(true);
  expect(kept).toBeLessThan(300 * 1024);
  client.destroy();
  server.close();
  await once(server, 'close');
});

it('writes nothing more into an answer that has ended', async () => {
  const failures: unknown[] = [];
  const server = createServer((_request, response) => {
    response.on('error', (error) => failures.push(error));
    const listener = listenerOn(response, { sessionId: 'session', userId: 'user' });
    listener.tell([{ type: 'Told', organization: null, repository: null }]);
    listener.end();
    listener.beat();
    listener.tell([]);
    listener.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  expect(await response.text()).toMatch(/^data: .*Told.*\n\n$/);
  expect(failures).toEqual([]);
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});
