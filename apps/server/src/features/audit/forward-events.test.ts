import { createHmac } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { AuditEvent } from '@wharf/api';
import { newId, type WharfDatabase } from '@wharf/db';
import type { TestDatabase } from '@wharf/db/testing';
import type { EventFollower } from '@wharf/jobs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dialects } from '../../bff/testing/dialects.ts';
import { dropForwarders, findFollowers } from './followers.ts';
import { type EventTarget, forwardEvents } from './forward-events.ts';
import { syslogTarget } from './syslog.ts';
import { certificate, privateKey } from './testing/certificate.ts';
import { webhookTarget } from './webhook.ts';

const silent = { info() {}, warn() {}, error() {} };
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function event(id = newId(), more: Partial<AuditEvent> = {}): AuditEvent {
  return {
    ...{ id, at: '2026-11-24T12:00:00.000Z', type: 'TagMoved', trace: 'createImageTag', result: 'done' },
    ...{ account: 'main', organization: 'acme', repository: 'acme/web', author: 'ann', address: '203.0.113.7' },
    ...{ credential: { kind: 'robot', name: 'acme+ci' }, requestId: null, payload: { tag: '版本' } },
    ...more,
  };
}

async function listening(server: Server): Promise<number> {
  closers.push(() => server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

/** Reads RFC 6587 frames. */
function frames(bytes: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(' ', at);
    const length = Number(bytes.subarray(at, space).toString());
    found.push(bytes.subarray(space + 1, space + 1 + length).toString());
    at = space + 1 + length;
  }
  return found;
}

/** A syslog receiver that keeps what it got. */
async function receiver(secure: boolean) {
  const got: string[] = [];
  const onSocket = (socket: Socket) => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => {});
    socket.on('end', () => got.push(...frames(Buffer.concat(chunks))));
  };
  const server = secure ? createTlsServer({ cert: certificate, key: privateKey }, onSocket) : createTcpServer(onSocket);
  return { got, port: await listening(server) };
}

const once1 = AbortSignal.timeout(60_000);
const header = /^<(\d+)>1 2026-11-24T12:00:00\.000Z \S+ wharf \d+ TagMoved - (\{.*\})$/;

describe('syslog', () => {
  it.each([false, true])('takes each event as a frame of a stream, with TLS: %s', async (secure) => {
    const { got, port } = await receiver(secure);
    const target = syslogTarget(`${secure ? 'tls' : 'tcp'}://localhost:${port}`, {
      ca: certificate,
      host: '127.0.0.1',
    });
    const events = [event(), event(undefined, { result: 'refused' })];
    await target.deliver(events, once1);
    expect(got.map((message) => header.exec(message)?.[1])).toEqual(['110', '109']);
    expect(got.map((message) => JSON.parse(header.exec(message)?.[2] ?? ''))).toEqual(events);
  });

  it('goes to no receiver with a certificate that nobody vouches for', async () => {
    const { got, port } = await receiver(true);
    const target = syslogTarget(`tls://localhost:${port}`, { host: '127.0.0.1' });
    await expect(target.deliver([event()], once1)).rejects.toThrow(/self.signed|certificate/i);
    expect(got).toEqual([]);
  });

  it('takes datagrams, without the facts where they would not fit', async () => {
    const socket = createSocket('udp4');
    closers.push(() => socket.close());
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const got: string[] = [];
    socket.on('message', (message) => got.push(message.toString()));
    const large = event(undefined, { payload: { text: 'x'.repeat(3000) } });
    await syslogTarget(`udp://127.0.0.1:${socket.address().port}`).deliver([event(), large], once1);
    await expect.poll(() => got.length).toBe(2);
    expect(JSON.parse(header.exec(got[1] ?? '')?.[2] ?? '')).toEqual({ ...large, payload: {} });
  });

  it('says when nobody listens', async () => {
    const { port } = await receiver(false);
    await closers.pop()?.();
    await expect(syslogTarget(`tcp://127.0.0.1:${port}`).deliver([event()], once1)).rejects.toThrow('ECONNREFUSED');
  });
});

describe('a webhook', () => {
  async function webhook(status: number, headers = {}) {
    const got: { body: string; signature: string; timestamp: string; authorization: string | undefined }[] = [];
    const server = createHttpServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { 'x-wharf-signature': signature, 'x-wharf-timestamp': timestamp, authorization } = request.headers;
      got.push({
        body: Buffer.concat(chunks).toString(),
        signature: String(signature),
        timestamp: String(timestamp),
        authorization,
      });
      response.writeHead(status, headers).end();
    });
    return { got, url: `http://127.0.0.1:${await listening(server)}/hook?token=secret-token` };
  }

  it('gets the events, signed', async () => {
    const { got, url } = await webhook(204);
    const target = webhookTarget(url, 'a secret of the receiver');
    const events = [event(), event()];
    await target.deliver(events, once1);
    const [{ body, signature, timestamp } = { body: '', signature: '', timestamp: '' }] = got;
    expect(JSON.parse(body)).toEqual({ events });
    const mac = createHmac('sha256', 'a secret of the receiver').update(`${timestamp}.${body}`).digest('hex');
    expect(signature).toBe(`sha256=${mac}`);
  });

  it('shows nothing of the address that may be a secret, and proves itself with a name and a password in it', async () => {
    const { got, url } = await webhook(204);
    const withLogin = new URL('/services/path-secret?token=secret-token', url);
    Object.assign(withLogin, { username: 'wharf', password: 'p@ss' });
    const target = webhookTarget(withLogin.href, 'a secret of the receiver');
    expect(target.shown).toBe(withLogin.origin);
    await target.deliver([event()], once1);
    expect(got[0]?.authorization).toBe(`Basic ${Buffer.from('wharf:p@ss').toString('base64')}`);
    // Nobody listens at this port.
    const nowhere = webhookTarget('http://wharf:p%40ss@127.0.0.1:1/path-secret', 'a secret of the receiver');
    const failure = await nowhere.deliver([event()], once1).catch(String);
    expect(failure).not.toMatch(/p@ss|p%40ss|path-secret|undefined/);
  });

  it('has failed with any other answer, and is not led elsewhere', async () => {
    const elsewhere = await webhook(200);
    for (const { got, url } of [await webhook(500), await webhook(302, { location: elsewhere.url })]) {
      await expect(webhookTarget(url, 'secret').deliver([event()], once1)).rejects.toThrow('the receiver answered');
      expect(got).toHaveLength(1);
    }
    expect(elsewhere.got).toEqual([]);
    await expect(webhookTarget('http://127.0.0.1:1/', 'secret').deliver([event()], once1)).rejects.toThrow();
  });
});

describe.each(dialects)('forwarding on $dialect', ({ makeDatabase }) => {
  let created: TestDatabase;
  let database: WharfDatabase;
  let forwarders: EventFollower[] = [];
  beforeAll(async () => {
    created = await makeDatabase();
    database = await created.open();
  });
  beforeEach(async () => {
    await database.db.deleteFrom('events').execute();
    await database.db.deleteFrom('event_followers').execute();
  });
  afterEach(async () => {
    await Promise.all(forwarders.map((each) => each.stop()));
    forwarders = [];
  });
  afterAll(() => created.remove());

  async function tell(count: number): Promise<string[]> {
    const rows = Array.from({ length: count }, () => ({
      ...{ id: newId(), type: 'TagMoved', account_id: 'a', organization_id: null, repository_id: null },
      ...{ payload: '{}', author_id: null, author_name: 'ann', created_at: 1 },
    }));
    await database.db.insertInto('events').values(rows).execute();
    return rows.map(({ id }) => id);
  }

  function start(deliver: EventTarget['deliver'], node = 'one'): EventFollower {
    const target: EventTarget = { kind: 'syslog', shown: 'test', deliver };
    // A clock ahead of the real one: an event counts as settled as soon as nothing older can come.
    const now = () => new Date(Date.now() + 10_000);
    const forwarder = forwardEvents({ database, target, node, now, log: silent, pollMs: 10 });
    forwarders.push(forwarder);
    forwarder.start();
    return forwarder;
  }
  const follower = async () => (await findFollowers(database.db, ['forward-syslog']))[0];
  const begun = () => expect.poll(follower).toBeDefined();

  it('sends what comes after its beginning, each in order', async () => {
    await tell(3);
    const got: string[] = [];
    start(async (events) => void got.push(...events.map(({ id }) => id)));
    await begun();
    const ids = await tell(450);
    await expect.poll(() => got.length).toBe(450);
    expect(got).toEqual(ids);
  });

  it('sends again what failed, and tells the error until it succeeds', async () => {
    const got: string[] = [];
    let broken = true;
    start(async (events) => {
      if (broken) throw new Error('the receiver is away');
      got.push(...events.map(({ id }) => id));
    });
    await begun();
    const ids = await tell(2);
    await expect.poll(async () => (await follower())?.error).toBe('the receiver is away');
    broken = false;
    await expect.poll(() => got).toEqual(ids);
    await expect.poll(async () => (await follower())?.error).toBeNull();
  });

  it('goes on after a crash where it was: what was under way comes again, nothing is left out', async () => {
    const got: string[] = [];
    let deliveries = 0;
    const first = start(async (events, signal) => {
      got.push(...events.map(({ id }) => id));
      deliveries += 1;
      // Sent, and then the process ends before it could write that down.
      if (deliveries === 2) await once(signal, 'abort').then(() => signal.throwIfAborted());
    });
    await begun();
    const ids = await tell(300);
    await expect.poll(() => deliveries).toBe(2);
    await first.stop();
    expect(got).toEqual(ids);
    start(async (events) => void got.push(...events.map(({ id }) => id)));
    await expect.poll(() => got).toEqual([...ids, ...ids.slice(200)]);
  });

  it('leaves to another process what that one is at', async () => {
    const got: string[] = [];
    start(async (events) => void got.push(...events.map(({ id }) => `one ${id}`)), 'one');
    await begun();
    await expect.poll(async () => (await follower())?.leased_by).toBe('one');
    start(async (events) => void got.push(...events.map(({ id }) => `two ${id}`)), 'two');
    const ids = await tell(5);
    await expect.poll(() => got.length).toBe(5);
    expect(got).toEqual(ids.map((id) => `one ${id}`));
  });

  it('is forgotten when the configuration no longer names it', async () => {
    await database.db
      .insertInto('event_followers')
      .values([
        { name: 'forward-syslog', last_event_id: '' },
        { name: 'forward-webhook', last_event_id: '' },
        { name: 'index-layers', last_event_id: '' },
      ])
      .execute();
    await dropForwarders(database.db, ['forward-webhook']);
    const left = await database.db.selectFrom('event_followers').select('name').orderBy('name').execute();
    expect(left.map(({ name }) => name)).toEqual(['forward-webhook', 'index-layers']);
  });
});
