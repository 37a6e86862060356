import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RegistryClient } from '@wharf/registry-client';
import { makeImage, pushImage } from './content.ts';
import { type Figures, measure } from './measure.ts';
import { cpuSeconds } from './processes.ts';
import { type Row, row } from './report.ts';
import type { Served } from './served.ts';
import { start } from './start.ts';
import { startWharf } from './wharf.ts';
import { wrk } from './wrk.ts';

const rules = 100;
const path = '/v2/bench/app/manifests/latest';

/**
 * What it costs that a manifest's GET is authorised: a private image, a token, a hundred network rules and pulls in the record of
 * events, against the same server with all of that off.
 */
export async function authorised(): Promise<Row[]> {
  const servers: Served[] = [];
  try {
    const full = await startWharf({ env: { WHARF_AUDIT_PULLS: 'true' } });
    servers.push(full);
    for (let number = 0; number < rules; number += 1) await addRule(full.api, number);
    // The same bytes come to both, so that reading them costs the same.
    const open = { ...(await startOpen()), headers: full.headers };
    servers.push(open);
    const image = makeImage();
    for (const { client } of servers) await pushImage(client, 'bench/app', 'latest', image);
    const work = {
      name: 'manifest GET, authorised, 32 connections',
      servers,
      measure: async (server: Served): Promise<Figures> => {
        const before = cpuSeconds(server.pid);
        const { requestsPerSecond } = await wrk(server, path, 32, 3);
        return { requestsPerSecond, cpu: ((cpuSeconds(server.pid) - before) / (requestsPerSecond * 3)) * 1e6 };
      },
    };
    const figures = (await measure([work], 5)).get(work);
    const of = (server: Served, name: string) => figures?.get(server)?.[name] ?? Number.NaN;
    const cpu = [of(full, 'cpu'), of(open, 'cpu')] as const;
    const rate = [of(full, 'requestsPerSecond'), of(open, 'requestsPerSecond')] as const;
    return [
      row(`${work.name}, processor`, 'us', ...cpu, { of: 'ratio', is: '<=', value: 1.15 }),
      row(work.name, 'requests/s', ...rate),
    ];
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function addRule(api: { call(method: string, path: string, body?: object): Promise<unknown> }, number: number) {
  const terms = { host: null, actions: 'push-pull', blobReads: 'redirect', enabled: true, description: '' };
  await api.call('POST', '/network-rules', { ...terms, name: `rule ${number}`, ranges: [`10.0.${number}.0/24`] });
}

async function startOpen(): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'wharf-bench-open-'));
  const script = fileURLToPath(new URL('../apps/server/src/testing/open-registry.ts', import.meta.url));
  const env = { PATH: process.env.PATH ?? '' };
  const args = ['--import', 'tsx', script, folder];
  const started = await start(process.execPath, args, env, (said) => /ready at (http:\/\/\S+)/.exec(said)?.[1]);
  const client = new RegistryClient({ url: started.found });
  const stop = async () => {
    await started.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { name: 'open to all', origin: started.found, pid: started.pid, headers: {}, client, stop };
}
