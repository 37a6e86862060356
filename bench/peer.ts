import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RegistryClient } from '@wharf/registry-client';
import type { Served } from './served.ts';
import { start } from './start.ts';

/** Debian's docker-registry as its own configuration runs it (filesystem driver, descriptors cached), without login. */
export async function startPeer(): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'wharf-bench-peer-'));
  const port = await freePort();
  const config = join(folder, 'config.yml');
  await writeFile(
    config,
    `version: 0.1
log:
  level: error
  accesslog:
    disabled: true
storage:
  cache:
    blobdescriptor: inmemory
  filesystem:
    rootdirectory: ${join(folder, 'data')}
  delete:
    enabled: true
http:
  addr: 127.0.0.1:${port}
`,
  );
  const origin = `http://127.0.0.1:${port}`;
  const ready = async () => ((await isReady(origin)) ? origin : undefined);
  const { pid, stop } = await start('/usr/bin/docker-registry', ['serve', config], { PATH: '/usr/bin:/bin' }, ready);
  return {
    name: 'docker-registry',
    origin,
    pid,
    headers: {},
    client: new RegistryClient({ url: origin }),
    async stop() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function isReady(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/v2/`)).ok;
  } catch {
    return false; // Not listening yet; `start` sees when it never will.
  }
}

// It cannot choose a free port itself; between finding one and taking it, another process may take it: it fails then.
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
