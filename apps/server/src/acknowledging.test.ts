import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMetadata } from '@wharf/db';
import { createRegistryHandler, type Metadata, type StorageDriver } from '@wharf/registry';
import { openFsStorage } from '@wharf/storage/fs';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type AuthWorld, createAuthWorld } from './testing/auth-world.ts';
import { openAccess } from './testing/everybody.ts';
import { closed, listening } from './testing/listening.ts';

let world: AuthWorld;
let folder: string;
let storage: StorageDriver;
let server: Server;
let url: string;
/** What began and ended, in order. */
let seen: string[];
/** Lets what is held go on. */
let goOn: () => void = () => {};

beforeAll(async () => {
  world = await createAuthWorld();
  await world.addOrganization(await world.addAccount('main'), 'acme');
  folder = await mkdtemp(join(tmpdir(), 'wharf-acknowledging-'));
  storage = await openFsStorage(folder);
  const failed = (facts: object, message: string) => seen.push(`${message}: ${JSON.stringify(facts)}`);
  const registry = createRegistryHandler(
    {
      metadata: heldFinish(createMetadata(world.database)),
      storage: heldSync(storage),
      access: openAccess,
      activity: { pulled() {}, sent() {}, received() {} },
      log: { info() {}, warn() {}, error: failed },
      limits: { manifestBytes: 1024 },
      node: 'test',
    },
    { originOf: () => ({ url, host: '' }), addressOf: () => '' },
  );
  server = createServer(registry);
  url = await listening(server);
});
afterAll(async () => {
  await closed(server);
  await storage.close();
  await world.remove();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  seen = [];
});

/** Tells of a step, and holds it before its end until the test says so. */
async function held<T>(step: string, work: () => Promise<T>): Promise<T> {
  const released = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  seen.push(`${step} begins`);
  const result = await work();
  await released;
  seen.push(`${step} ends`);
  return result;
}

function heldSync(driver: StorageDriver): StorageDriver {
  return {
    ...driver,
    openWriter: async (key, at) => {
      const writer = await driver.openWriter(key, at);
      const sync = () => held('sync', () => Object.getPrototypeOf(writer).sync.call(writer));
      return Object.defineProperty(writer, 'sync', { value: sync });
    },
  };
}

function heldFinish(metadata: Metadata): Metadata {
  return { ...metadata, finishUpload: (finish) => held('finishUpload', () => metadata.finishUpload(finish)) };
}

/** Whatever the server was about to do, it has done when this many other requests were answered. */
async function others(): Promise<void> {
  for (let request = 0; request < 5; request++) expect((await fetch(`${url}/v2/_catalog`)).status).toBe(200);
}

async function until(steps: number): Promise<void> {
  while (seen.length < steps) await others();
}

const small = Buffer.from('a config');
const large = randomBytes(300_000);
const digestOf = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const open = async () =>
  (await fetch(`${url}/v2/acme/app/blobs/uploads/`, { method: 'POST' })).headers.get('location') ?? '';
const put = (location: string, digest: string, body: Buffer | undefined) =>
  fetch(`${location}?digest=${digest}`, { method: 'PUT', ...(body && { body }) });

it.each<[string, Buffer, (bytes: Buffer, digest: string) => Promise<Response>]>([
  [
    'a small blob in one request',
    small,
    (body, digest) => fetch(`${url}/v2/acme/app/blobs/uploads/?digest=${digest}`, { method: 'POST', body }),
  ],
  ['a small blob in a session', small, async (body, digest) => put(await open(), digest, body)],
  ['a large blob', large, async (body, digest) => put(await open(), digest, body)],
  [
    'a blob in a chunk and its end',
    large.subarray(1),
    async (body, digest) => {
      const location = await open();
      expect((await fetch(location, { method: 'PATCH', body })).status).toBe(202);
      return put(location, digest, undefined);
    },
  ],
])('%s is acknowledged after its row, and that is written after its bytes are on the disk', async (_, bytes, push) => {
  const pushed = push(bytes, digestOf(bytes)).then((answer) => {
    seen.push('answer');
    return answer.status;
  });
  const steps = ['sync begins', 'sync ends', 'finishUpload begins', 'finishUpload ends', 'answer'];
  await until(1);
  await others();
  expect(seen).toEqual(steps.slice(0, 1));
  goOn();
  await until(3);
  await others();
  expect(seen).toEqual(steps.slice(0, 3));
  goOn();
  expect(await pushed).toBe(201);
  expect(seen).toEqual(steps);
});
