import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Image, makeImage, pushImage, sha256 } from './content.ts';
import type { Unaddressed } from './jobs.ts';
import { LoadProcess } from './load-process.ts';
import { measure, type Work } from './measure.ts';
import { type Row, row, type Target } from './report.ts';
import { type Amounts, repositoryName, seedDatabase, tagName } from './scale-seed.ts';
import { startWharf, type Wharf } from './wharf.ts';

const full: Amounts = { repositories: 10_000, tags: 100_000 };
/** As small as a system can be whose pages are full: an emptier one would have shorter answers to write. */
const small: Amounts = { repositories: 210, tags: 1010 };
const target: Target = { of: 'ratio', is: '<=', value: 1.5 };
/** A search looks through what there is; it has to stay quick, not the same. */
const searchTarget: Target = { of: 'ours', is: '<=', value: 50 };
const rounds = 5;

/** Compares a full system with a nearly empty one: lists and pushes may not get slower as tables grow. */
export async function scale(): Promise<Row[]> {
  const image = makeImage();
  const load = new LoadProcess();
  const systems: System[] = [];
  try {
    const large = await System.start('full', full, image, load);
    systems.push(large);
    const little = await System.start('empty', small, image, load);
    systems.push(little);
    const of = new Map(systems.map((system) => [system.wharf.origin, system]));
    const works = [...listWorks(), ...searchWorks(sha256(image.manifest)), ...pushWorks(image)].map(
      ({ name, target: own = target, milliseconds }): Work & { target: Target } => ({
        name,
        target: own,
        servers: [large.wharf, little.wharf],
        measure: async ({ origin }) => ({ milliseconds: await milliseconds(of.get(origin) ?? large) }),
      }),
    );
    const results = await measure(works, rounds);
    return works.map((work) => {
      const figure = ({ wharf }: System) => results.get(work)?.get(wharf)?.milliseconds ?? Number.NaN;
      return row(work.name, 'ms', figure(large), figure(little), work.target);
    });
  } finally {
    load.stop();
    for (const system of systems) await system.stop();
  }
}

class System {
  readonly wharf: Wharf;
  readonly catalogHeaders: Record<string, string>;
  readonly #folder: string;
  readonly #amounts: Amounts;
  readonly #load: LoadProcess;
  readonly #cursors = new Map<string, string>();
  #pushes = 0;

  private constructor(
    wharf: Wharf,
    folder: string,
    amounts: Amounts,
    load: LoadProcess,
    catalog: Record<string, string>,
  ) {
    this.wharf = wharf;
    this.#folder = folder;
    this.#amounts = amounts;
    this.#load = load;
    this.catalogHeaders = catalog;
  }

  static async start(name: string, amounts: Amounts, image: Image, load: LoadProcess): Promise<System> {
    const folder = await mkdtemp(join(tmpdir(), 'wharf-scale-'));
    try {
      await pushFirst(folder, image);
      const began = performance.now();
      await seedDatabase(folder, image, amounts);
      process.stderr.write(`${name}: seeded in ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
      const wharf = await startWharf({ name, folder, createOrganization: false });
      return new System(wharf, folder, amounts, load, await wharf.authorize('registry:catalog:*'));
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.wharf.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** The median of one request at a time, in milliseconds. */
  async get(path: string, headers: Record<string, string>): Promise<number> {
    const { origin } = this.wharf;
    const outcome = await this.#load.run({
      kind: 'requests',
      origin,
      headers,
      method: 'GET',
      path,
      clients: 1,
      seconds: 0.5,
    });
    return outcome.p50 ?? Number.NaN;
  }

  /** The mean of one push at a time, in milliseconds. */
  async push(job: Unaddressed): Promise<number> {
    const { origin, headers } = this.wharf;
    const { seconds } = await this.#load.run({ ...job, origin, headers } as Parameters<LoadProcess['run']>[0]);
    return seconds * 1000;
  }

  /** The cursor of the page in the middle of a list of the console, found by turning pages. */
  async middleCursor(path: string, of: keyof Amounts): Promise<string> {
    const known = this.#cursors.get(path);
    if (known !== undefined) return known;
    const pages = Math.floor(this.#amounts[of] / 100 / 2);
    let cursor = '';
    for (let page = 0; page < pages; page += 1) {
      const { next } = (await this.wharf.api.call('GET', `${path}&limit=100${cursor}`)) as { next: string | null };
      if (next === null) break;
      cursor = `&cursor=${encodeURIComponent(next)}`;
    }
    this.#cursors.set(path, cursor);
    return cursor;
  }

  middle(of: keyof Amounts): number {
    return Math.floor(this.#amounts[of] / 2);
  }

  nextPush(): number {
    this.#pushes += 1;
    return this.#pushes;
  }
}

async function pushFirst(folder: string, image: Image): Promise<void> {
  const first = await startWharf({ folder });
  try {
    await pushImage(first.client, 'bench/app', 'latest', image);
    await pushImage(first.client, 'bench/many', 'latest', image);
  } finally {
    await first.stop();
  }
}

interface Timed {
  name: string;
  /** `target` where it is left out. */
  target?: Target;
  milliseconds(system: System): Promise<number>;
}

function listWorks(): Timed[] {
  const works: Timed[] = [];
  const consoleList = (name: string, path: string, of: keyof Amounts) => {
    works.push({
      name: `${name}, first page`,
      milliseconds: (system) => system.get(`/api${path}`, system.wharf.api.headers),
    });
    works.push({
      name: `${name}, middle page`,
      milliseconds: async (system) =>
        system.get(`/api${path}${await system.middleCursor(path, of)}`, system.wharf.api.headers),
    });
  };
  for (const sort of ['name', '-pushedAt', 'bytes'])
    consoleList(`console, images by ${sort}`, `/repositories?sort=${sort}`, 'repositories');
  const many = '/organizations/bench/repositories/many/tags';
  for (const sort of ['name', '-pushedAt', '-version'])
    consoleList(`console, tags by ${sort}`, `${many}?sort=${sort}`, 'tags');
  const filter = (name: string, q: string, own?: Target) =>
    works.push({
      name: `console, tags that contain ${q}, ${name}`,
      ...(own && { target: own }),
      milliseconds: (system) => system.get(`/api${many}?q=${q}`, system.wharf.api.headers),
    });
  filter('a page in each system', '1.4');
  filter('one in ninety', '1.42', searchTarget);
  const registryList = (name: string, path: string, of: keyof Amounts, key: (index: number) => string) => {
    const headers = (system: System) => (of === 'tags' ? system.wharf.headers : system.catalogHeaders);
    works.push({ name: `registry, ${name}, first page`, milliseconds: (system) => system.get(path, headers(system)) });
    works.push({
      name: `registry, ${name}, middle page`,
      milliseconds: (system) => system.get(`${path}&last=${key(system.middle(of))}`, headers(system)),
    });
  };
  registryList('catalog of 50', '/v2/_catalog?n=50', 'repositories', repositoryName);
  registryList('tags list of 50', '/v2/bench/many/tags/list?n=50', 'tags', (index) => tagName(index));
  return works;
}

/** As `seedDatabase` marks them. */
const resourceTagFilters = {
  'many have': 'resourceTag=env%3Dprod',
  'few have': 'resourceTag=env%3Dprod&resourceTag=team%3Dt7',
};

function searchWorks(digest: string): Timed[] {
  const works: Timed[] = [];
  const ask = (name: string, path: (system: System) => string) =>
    works.push({
      name: `console, ${name}`,
      target: searchTarget,
      milliseconds: (system) => system.get(`/api${path(system)}`, system.wharf.api.headers),
    });
  const search = (name: string, q: (system: System) => string) =>
    ask(`search for ${name}`, (system) => `/search?q=${encodeURIComponent(q(system))}`);
  search('a part of many names', () => 'app');
  search('one name', (system) => repositoryName(system.middle('repositories')));
  search('how many tags begin', () => '1.4');
  search('a tag of an image', (system) => `many:${tagName(system.middle('tags'))}`);
  search('a digest', () => digest.slice('sha256:'.length, 'sha256:'.length + 12));
  search('what nobody has', () => 'no-such-thing');
  for (const [name, filter] of Object.entries(resourceTagFilters)) {
    ask(`images by resource tags that ${name}`, () => `/repositories?${filter}`);
  }
  return works;
}

function pushWorks(image: Image): Timed[] {
  const count = 100;
  return [
    {
      name: 'push of a manifest with a new tag',
      async milliseconds(system) {
        const push = system.nextPush();
        const tags = Array.from({ length: count }, (_, index) => `push-${push}-${index}`);
        const manifest = image.manifest.toString();
        const job = {
          kind: 'tags',
          repository: 'bench/many',
          manifest,
          mediaType: image.mediaType,
          clients: 1,
          tags,
        } as const;
        return (await system.push(job)) / count;
      },
    },
    {
      name: 'push of a blob of 10 KB',
      milliseconds: async (system) =>
        (await system.push({ kind: 'small-blobs', clients: 1, bytes: 10_000, count })) / count,
    },
  ];
}
