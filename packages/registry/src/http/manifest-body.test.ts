import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { RegistryError } from '../error.ts';
import { BodyCutOff } from '../uploads/receive.ts';
import { readManifestBody } from './manifest-body.ts';
import { sendEmpty, sendError } from './respond.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that reads what comes; `outcome` is what reading the first body gave. */
async function serve(bounds: { limit: number; withinMs?: number }) {
  let settle: (outcome: unknown) => void = () => {};
  const outcome = new Promise((resolve) => (settle = resolve));
  let began: (req: IncomingMessage) => void = () => {};
  const begun = new Promise((resolve) => (began = resolve));
  const server = createServer((req, res) => {
    began(req);
    readManifestBody(req, bounds).then(
      (bytes) => {
        settle(Buffer.from(bytes).toString());
        sendEmpty(res, 201);
      },
      (error: unknown) => {
        settle(error);
        if (error instanceof RegistryError) sendError(res, error);
      },
    );
  }).listen(0, '127.0.0.1');
  closing.push(() => server.close().closeAllConnections());
  await new Promise((resolve) => server.once('listening', resolve));
  return { outcome, begun, port: (server.address() as AddressInfo).port };
}

/** Sends `body`, and ends it unless told otherwise; gives the status that comes. */
function put(port: number, body: string, { end = true } = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', method: 'PUT' }, (reply) => {
      reply.resume().on('error', () => {});
      sent.destroy();
      resolve(reply.statusCode);
    });
    sent.on('error', reject);
    sent.write(body);
    if (end) sent.end();
  });
}

test('a body of the limit is taken whole, one byte more is refused', async () => {
  const { port, outcome } = await serve({ limit: 10 });
  expect(await put(port, '0123456789')).toBe(201);
  expect(await outcome).toBe('0123456789');
  expect(await put(port, '0123456789x')).toBe(413);
});

test('a body that does not end in time is refused, and the client told so', async () => {
  const { port } = await serve({ limit: 10, withinMs: 20 });
  expect(await put(port, '0', { end: false })).toBe(408);
});

test('a body that is cut off is nobody’s manifest', async () => {
  const { port, outcome, begun } = await serve({ limit: 10 });
  const client = connect(port, '127.0.0.1');
  client.write('PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n01234');
  await begun;
  client.destroy();
  const error = await outcome;
  expect(error instanceof BodyCutOff || (error as { code?: string }).code === 'ECONNRESET').toBe(true);
});
