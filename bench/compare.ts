import { randomBytes } from 'node:crypto';
import { type Image, makeImage, pushImage, sha256 } from './content.ts';
import type { Job, Unaddressed } from './jobs.ts';
import { LoadProcess } from './load-process.ts';
import { type Figures, measure, type Work } from './measure.ts';
import { startPeer } from './peer.ts';
import { cpuSeconds, peakMegabytes } from './processes.ts';
import { type Row, row, type Target } from './report.ts';
import type { Served } from './served.ts';
import { startWharf } from './wharf.ts';
import { manifestAccept, wrk } from './wrk.ts';

export interface Extent {
  rounds: number;
  /** Of each measurement of requests. */
  seconds: number;
  largeBlobBytes: number;
  /** At each number of clients, how often each one downloads. */
  downloads: Record<number, number>;
  smallBlobs: number;
  tags: number;
}

const full: Extent = {
  rounds: 3,
  seconds: 2,
  largeBlobBytes: 256 * 1024 * 1024,
  downloads: { 1: 6, 4: 2, 16: 1 },
  smallBlobs: 1000,
  tags: 10_000,
};
const quick: Extent = { ...full, rounds: 1, seconds: 1, downloads: { 1: 3, 4: 1, 16: 1 }, smallBlobs: 500, tags: 2000 };

export const extents = { full, quick };

const gibibyte = 1024 ** 3;
const atLeast = (value: number): Target => ({ of: 'ratio', is: '>=', value });
const atMost = (value: number): Target => ({ of: 'ratio', is: '<=', value });
const lower: Target = { of: 'ratio', is: '<', value: 1 };

export interface Choice {
  /** Leaves out the works whose name it does not match. */
  only?: RegExp | undefined;
  /** Of our server, to look into it: `--cpu-prof`. */
  nodeArguments?: string[];
}

/** Both registries side by side, the same work on each in turn. */
export async function compare(extent: Extent, { only, nodeArguments = [] }: Choice = {}): Promise<Row[]> {
  const servers: Served[] = [];
  const load = new LoadProcess();
  try {
    const ours = await startWharf({ nodeArguments });
    servers.push(ours);
    const pair = await startWharf({ name: 'wharf, 2 processes', processes: 2 });
    servers.push(pair);
    const peer = await startPeer();
    servers.push(peer);
    const rows = await new Comparison(ours, pair, peer, load, extent, only).run();
    const peaks = (all: Served[]) => Math.max(...all.flatMap(({ pid }) => peakMegabytes(pid)));
    // The target is for the whole of the work.
    const memoryTarget: Target | undefined = only ? undefined : { of: 'ours', is: '<=', value: 200 };
    return [...rows, row('peak memory of a process', 'MB', peaks([ours, pair]), peaks([peer]), memoryTarget)];
  } finally {
    load.stop();
    for (const server of servers) await server.stop();
  }
}

/** A row to be made of a work's figures. */
interface Spec {
  work: Work;
  name: string;
  figure: string;
  unit: string;
  target: Target | undefined;
  ours: Served;
}

class Comparison {
  readonly #ours: Served;
  readonly #pair: Served;
  readonly #peer: Served;
  readonly #load: LoadProcess;
  readonly #extent: Extent;
  readonly #only: RegExp | undefined;
  readonly #image = makeImage();
  readonly #specs: Spec[] = [];

  constructor(ours: Served, pair: Served, peer: Served, load: LoadProcess, extent: Extent, only: RegExp | undefined) {
    this.#only = only;
    this.#ours = ours;
    this.#pair = pair;
    this.#peer = peer;
    this.#load = load;
    this.#extent = extent;
  }

  async run(): Promise<Row[]> {
    const large = await this.#seed();
    this.#planManifests();
    this.#planDownloads(`/v2/bench/app/blobs/${large}`);
    this.#planUploads();
    this.#planTagList();
    const works = [...new Set(this.#specs.map(({ work }) => work))];
    const results = await measure(works, this.#extent.rounds);
    const figure = (work: Work, server: Served, name: string) => results.get(work)?.get(server)?.[name] ?? Number.NaN;
    return this.#specs.map(({ work, name, figure: of, unit, target, ours }) =>
      row(name, unit, figure(work, ours, of), figure(work, this.#peer, of), target),
    );
  }

  async #seed(): Promise<string> {
    const large = randomBytes(this.#extent.largeBlobBytes);
    const digest = sha256(large);
    for (const server of [this.#ours, this.#pair, this.#peer]) {
      await pushImage(server.client, 'bench/app', 'latest', this.#image);
      await server.client.pushBlob('bench/app', digest, large);
    }
    const tagsWanted = !this.#only || this.#only.test('tag list');
    for (const server of tagsWanted ? [this.#ours, this.#peer] : []) await this.#seedTags(server, this.#image);
    return digest;
  }

  async #seedTags(server: Served, { manifest, mediaType }: Image): Promise<void> {
    await pushImage(server.client, 'bench/many', 'latest', this.#image);
    const tags = Array.from({ length: this.#extent.tags - 1 }, (_, index) => `v${String(index).padStart(5, '0')}`);
    const { seconds } = await this.#run(server, {
      kind: 'tags',
      repository: 'bench/many',
      manifest: manifest.toString(),
      mediaType,
      clients: 16,
      tags,
    });
    process.stderr.write(`${server.name}: ${tags.length} tags in ${seconds.toFixed(1)} s\n`);
  }

  #planManifests(): void {
    const path = '/v2/bench/app/manifests/latest';
    for (const connections of [1, 32, 128]) {
      const many = connections > 1;
      const get = async (server: Served): Promise<Figures> => {
        const { requestsPerSecond, p50, p99 } = await wrk(server, path, connections, this.#extent.seconds);
        return { requestsPerSecond, p50, p99 };
      };
      const head = async (server: Served): Promise<Figures> => {
        const { seconds } = this.#extent;
        const headers = { ...server.headers, ...manifestAccept };
        const outcome = await this.#load.run({
          kind: 'requests',
          origin: server.origin,
          headers,
          method: 'HEAD',
          path,
          clients: connections,
          seconds,
        });
        const { p50 = Number.NaN, p99 = Number.NaN } = outcome;
        return { requestsPerSecond: outcome.requests / outcome.seconds, p50, p99 };
      };
      for (const [method, measureOne] of [['GET', get] as const, ['HEAD', head] as const]) {
        const name = `manifest ${method}, ${connections} connection${many ? 's' : ''}`;
        const work = { name, servers: [this.#ours, this.#peer], measure: measureOne };
        this.#row(work, name, 'requestsPerSecond', 'requests/s', many ? atLeast(8) : undefined);
        this.#row(work, `${name}, p50`, 'p50', 'ms');
        this.#row(work, `${name}, p99`, 'p99', 'ms', many ? lower : undefined);
      }
    }
  }

  #planDownloads(path: string): void {
    for (const [clients, each] of Object.entries(this.#extent.downloads).map(
      ([key, value]) => [Number(key), value] as const,
    )) {
      const work: Work = {
        name: `blob GET 256 MiB, ${clientsText(clients)}`,
        servers: clients === 1 ? [this.#ours, this.#peer] : [this.#ours, this.#pair, this.#peer],
        measure: (server) => this.#transfer(server, { kind: 'download', path, clients, each }),
      };
      this.#row(work, work.name, 'rate', 'MB/s', atLeast(1.2));
      this.#row(work, `${work.name}, processor`, 'cpu', 's/GiB', atMost(0.85));
      if (clients === 1) continue;
      this.#row(work, `${work.name}, 2 processes`, 'rate', 'MB/s', atLeast(1.5), this.#pair);
      this.#row(work, `${work.name}, 2 processes, processor`, 'cpu', 's/GiB', undefined, this.#pair);
    }
  }

  #planUploads(): void {
    for (const clients of [1, 4]) {
      const work: Work = {
        name: `blob PUT 256 MiB, ${clientsText(clients)}`,
        servers: [this.#ours, this.#peer],
        writes: true,
        measure: (server) => this.#transfer(server, { kind: 'upload', clients, bytes: this.#extent.largeBlobBytes }),
      };
      this.#row(work, work.name, 'rate', 'MB/s', atLeast(1.5));
      this.#row(work, `${work.name}, processor`, 'cpu', 's/GiB', atMost(0.6));
    }
    const count = this.#extent.smallBlobs;
    const small: Work = {
      name: `${count} blobs of 10 KB, 16 clients`,
      servers: [this.#ours, this.#peer],
      measure: async (server) => {
        const { seconds } = await this.#run(server, { kind: 'small-blobs', clients: 16, bytes: 10_000, count });
        return { rate: count / seconds };
      },
    };
    this.#row(small, small.name, 'rate', 'blobs/s', atLeast(4));
  }

  #planTagList(): void {
    const work: Work = {
      name: `tag list of ${this.#extent.tags}, one page of 1000`,
      servers: [this.#ours, this.#peer],
      measure: async (server) => {
        const { requestsPerSecond, p50 } = await wrk(
          server,
          '/v2/bench/many/tags/list?n=1000',
          1,
          this.#extent.seconds,
        );
        return { requestsPerSecond, p50 };
      },
    };
    this.#row(work, work.name, 'requestsPerSecond', 'pages/s', atLeast(10));
  }

  async #transfer(server: Served, job: Unaddressed): Promise<Figures> {
    const before = cpuSeconds(server.pid);
    const { bytes, seconds } = await this.#run(server, job);
    return { rate: bytes / 1e6 / seconds, cpu: (cpuSeconds(server.pid) - before) / (bytes / gibibyte) };
  }

  #run({ origin, headers }: Served, job: Unaddressed) {
    return this.#load.run({ ...job, origin, headers } as Job);
  }

  #row(work: Work, name: string, figure: string, unit: string, target?: Target, ours = this.#ours): void {
    if (this.#only && !this.#only.test(work.name)) return;
    this.#specs.push({ work, name, figure, unit, target, ours });
  }
}

function clientsText(clients: number): string {
  return `${clients} client${clients === 1 ? '' : 's'}`;
}
