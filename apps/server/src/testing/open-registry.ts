// The server as it is composed, but that it asks nobody who he is and keeps no record: what an authorised request is compared with.
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createMetadata, newId, openDatabase } from '@wharf/db';
import { createCore, createHandler } from '@wharf/registry';
import { openFsStorage } from '@wharf/storage/fs';
import { startActivity } from '../activity.ts';
import { boundHeapGrowth } from '../heap-growth.ts';
import { createListener } from '../listener.ts';
import { openAccess } from './everybody.ts';

boundHeapGrowth();
const folder = process.argv[2] ?? '';
const database = await openDatabase({ url: undefined, file: join(folder, 'open.sqlite') });
const account = { id: newId(), name: 'bench', created_at: 0 };
await database.db.insertInto('accounts').values(account).execute();
await database.db
  .insertInto('organizations')
  .values({ id: newId(), account_id: account.id, name: 'bench', created_at: 0, created_by: 'bench' })
  .execute();

const log = { info() {}, warn() {}, error: (facts: object, message: string) => console.error(message, facts) };
const now = () => new Date();
const core = createCore({
  metadata: createMetadata(database),
  storage: await openFsStorage(folder),
  access: openAccess,
  activity: startActivity(database, log, now),
  log,
  limits: { manifestBytes: 4 * 1024 * 1024 },
  node: 'open',
  now,
});
let url = '';
const originOf = () => ({ url, host: url.slice('http://'.length) });
const registry = createHandler(core, { originOf, addressOf: () => '127.0.0.1' });
const server = createListener({ registry, token: registry, app: registry });
server.listen(0, '127.0.0.1', () => {
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  console.log(`ready at ${url}`);
});
process.on('SIGTERM', () => process.exit(0));
