import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedBlobs } from './collection-seed.ts';
import { makeImage, pushImage } from './content.ts';
import { LoadProcess } from './load-process.ts';
import { type Row, row } from './report.ts';
import { startWharf, type Wharf } from './wharf.ts';

export interface CollectionAmounts {
  /** Rows of blobs, those without a use among them. */
  blobs: number;
  unused: number;
}

export const collectionAmounts = {
  full: { blobs: 1_000_000, unused: 100_000 },
  quick: { blobs: 100_000, unused: 10_000 },
} satisfies Record<string, CollectionAmounts>;

const pushesAtOnce = 20;

/** Collects many blobs among many more, with pushes beside it; the other column is the same server at rest. */
export async function collection(amounts: CollectionAmounts): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'wharf-collection-'));
  const load = new LoadProcess();
  try {
    const first = await startWharf({ folder });
    const image = makeImage();
    await pushImage(first.client, 'bench/app', 'latest', image);
    await first.stop();
    const began = performance.now();
    await seedBlobs(folder, amounts);
    process.stderr.write(`seeded in ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
    const wharf = await startWharf({ folder, createOrganization: false });
    try {
      return await run(wharf, load, amounts);
    } finally {
      await wharf.stop();
    }
  } finally {
    load.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(wharf: Wharf, load: LoadProcess, { blobs, unused }: CollectionAmounts): Promise<Row[]> {
  const { origin, headers } = wharf;
  const push = async () => {
    const job = { kind: 'small-blobs', clients: 1, bytes: 10_000, count: pushesAtOnce, origin, headers } as const;
    return ((await load.run(job)).seconds / pushesAtOnce) * 1000;
  };
  await push();
  const atRest = [await push(), await push(), await push()];
  const memoryBefore = await residentMiB(wharf.pid);
  const dry = await collect(wharf, true, async () => undefined);
  const meanwhile: number[] = [];
  let peak = memoryBefore;
  const real = await collect(wharf, false, async () => {
    meanwhile.push(await push());
    peak = Math.max(peak, await residentMiB(wharf.pid));
  });
  if (real.blobs !== unused) throw new Error(`${real.blobs} blobs were collected of ${unused}`);
  const among = `${unused} unused blobs among ${blobs}`;
  return [
    row(`collection of ${among}, with pushes`, 'blobs/s', unused / real.seconds, Number.NaN),
    row(`dry run over ${among}`, 'blobs/s', blobs / dry.seconds, Number.NaN),
    row('resident memory at its peak', 'MiB', peak, memoryBefore, { of: 'ours', is: '<=', value: 400 }),
    row('push of a blob of 10 KB meanwhile (median)', 'ms', median(meanwhile), median(atRest)),
    row('the slowest 20 pushes meanwhile (mean)', 'ms', Math.max(...meanwhile), Math.max(...atRest)),
  ];
}

interface JobSeen {
  state: string;
  startedAt: string | null;
  endedAt: string | null;
  result: { blobs: number } | null;
  progress: { step: string | null } | null;
}

/** Seconds until the last blob went; the count of the ledger, which follows, is left out. */
async function collect({ api }: Wharf, dryRun: boolean, meanwhile: () => Promise<void>) {
  const { job } = (await api.call('POST', '/storage/collections', { dryRun })) as { job: string };
  const began = performance.now();
  let counted: number | undefined;
  for (;;) {
    const seen = (await api.call('GET', `/jobs/${job}`)) as JobSeen;
    if (seen.progress?.step === 'measure' && counted === undefined) counted = performance.now();
    if (seen.state === 'succeeded') {
      const seconds = ((counted ?? performance.now()) - began) / 1000;
      return { seconds, blobs: seen.result?.blobs ?? 0 };
    }
    if (seen.state !== 'running' && seen.state !== 'waiting') throw new Error(`the collection ${seen.state}`);
    if (counted === undefined && seen.state === 'running') await meanwhile();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function residentMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
