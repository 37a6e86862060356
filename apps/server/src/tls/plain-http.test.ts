import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer, request } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closed, listening, rawExchange } from '../testing/listening.ts';
import { makeCertificate } from './make-certificate.ts';
import { tellPlainHttp } from './plain-http.ts';

describe('plain http on the port of https', () => {
  let server: Server;
  let port: number;
  let pem: string;
  beforeAll(async () => {
    pem = await makeCertificate(['127.0.0.1'], new Date());
    server = createServer({ cert: pem, key: pem }, (req, res) => req.pipe(res));
    tellPlainHttp(server);
    await listening(server);
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => closed(server));

  const say = (text: string) => rawExchange(`http://127.0.0.1:${port}`, text);
  /** Its body comes back. */
  const secretly = (body: string) =>
    new Promise<string>((resolve, reject) => {
      const options = { port, host: '127.0.0.1', ca: pem, agent: false, method: 'POST' };
      const sent = request(options, async (response) => {
        resolve(Buffer.concat(await response.toArray()).toString());
      });
      sent.on('error', reject).end(body);
    });

  it.each(['GET', 'HEAD', 'POST', 'PUT'])('is told to speak https, asked by %s', async (method) => {
    const told = await say(`${method} /v2/ HTTP/1.1\r\nHost: registry.lan:8443\r\n\r\n`);
    expect(told).toMatch(/^HTTP\/1\.1 400 /);
    const [head = '', body = ''] = told.split('\r\n\r\n');
    expect(head).toContain('Connection: close');
    expect(JSON.parse(body).errors[0]).toMatchObject({
      code: 'UNSUPPORTED',
      // By these words Troubleshooting knows it.
      message: expect.stringContaining('client sent an HTTP request to an HTTPS server'),
      detail: { reason: 'http-port' },
    });
  });

  it('is all that is answered in the clear', async () => {
    expect(await say('hello\r\n\r\n')).not.toContain('HTTP/');
    const half = connect(port, '127.0.0.1');
    half.resume();
    half.end(Buffer.from([22, 3, 1]));
    await once(half, 'close');
    const large = 'x'.repeat(300_000);
    expect(await Promise.all([secretly('one'), secretly(large)])).toEqual(['one', large]);
  });
});
