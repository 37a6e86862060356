import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Digest } from '@wharf/oci';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomNumbers, sha256 } from '../support/bytes.ts';
import { json } from '../support/http.ts';
import { blobsOf, type Content, imageOf, manifestOf, type TestImage } from '../support/images.ts';
import { clockAhead, waitForStored } from '../support/later.ts';
import { closing, digestHeader, octets, type Registry, registryAt } from '../support/registry.ts';
import { databases, openScene, type Scene } from '../support/scene.ts';
import { bearer } from '../support/tokens.ts';

/** On each of the two databases. */
const rounds = 50;
const writers = 6;
const names = ['acme/crash-a', 'acme/crash-b'];
/** Decides delays and cuts; put the printed one here to try a failure again. */
const seed = randomInt(2 ** 31);

type Attempt = [key: string, Content & { name: string; kind: 'blobs' | 'manifests' }];

/** What a client of this suite asked for, and what it was told. */
interface Ledger {
  /** Content by `<name> <digest>`. */
  attempted: Map<string, Attempt[1]>;
  acknowledged: Set<string>;
  /** For each tag, digests in the order of the pushes, and how many of them were acknowledged up to the last one. */
  tags: Map<string, { name: string; tag: string; attempts: { digest: Digest; acknowledged: boolean }[] }>;
}

describe.each(databases)(`kill -9 while clients push (%s, seed ${seed})`, (database) => {
  let scene: Scene;
  let registry: Registry;
  const random = randomNumbers(seed);
  const ledger: Ledger = { attempted: new Map(), acknowledged: new Set(), tags: new Map() };

  beforeAll(async () => {
    scene = await openScene({ database });
    const scopes = names.map((name) => `repository:${name}:pull,push,delete`);
    registry = registryAt(scene.server.url, await bearer(scene.server.url, scopes, scene.login));
  });
  afterAll(() => scene?.close());

  async function pushBlob(name: string, content: Content): Promise<void> {
    const { digest } = content.descriptor;
    const key = `${name} ${digest}`;
    ledger.attempted.set(key, { ...content, name, kind: 'blobs' });
    if (random() < 0.3 && (await registry.head(`/${name}/blobs/${digest}`)).status === 200) {
      ledger.acknowledged.add(key);
      return;
    }
    if (random() < 0.25) {
      const query =
        random() < 0.5 ? `?digest=${digest}` : `?mount=${digest}&from=${names.find((each) => each !== name)}`;
      const body = query.startsWith('?digest') ? content.bytes : '';
      const answer = await registry.call('POST', `/${name}/blobs/uploads/${query}`, { body, headers: octets });
      // 202 to a mount: the other repository does not have it.
      expect([201, 202], answer.body.toString()).toContain(answer.status);
      if (answer.status === 201) {
        ledger.acknowledged.add(key);
        return;
      }
    }
    const location = await registry.openUpload(name);
    const cut = random() < 0.5 ? Math.floor(content.bytes.length * random()) : 0;
    if (cut > 0) {
      const sent = await registry.call('PATCH', location, { body: content.bytes.subarray(0, cut), headers: octets });
      expect(sent.status, sent.body.toString()).toBe(202);
    }
    const body = content.bytes.subarray(cut);
    const done = await registry.call('PUT', closing(location, digest), { body, headers: octets });
    expect(done.status, done.body.toString()).toBe(201);
    ledger.acknowledged.add(key);
  }

  async function pushImage(name: string, tag: string, image: TestImage): Promise<void> {
    await Promise.all(blobsOf(image).map((blob) => pushBlob(name, blob)));
    const { digest } = image.manifest.descriptor;
    const key = `${name} ${digest}`;
    ledger.attempted.set(key, { ...image.manifest, name, kind: 'manifests' });
    const history = ledger.tags.get(`${name} ${tag}`) ?? { name, tag, attempts: [] };
    ledger.tags.set(`${name} ${tag}`, history);
    const attempt = { digest, acknowledged: false };
    history.attempts.push(attempt);
    const put = await registry.putManifest(name, tag, image.manifest);
    expect(put.status, put.body.toString()).toBe(201);
    attempt.acknowledged = true;
    ledger.acknowledged.add(key);
  }

  /** One client: pushes image after image until the connection breaks. */
  async function write(round: number, writer: number, killed: () => boolean): Promise<void> {
    for (let index = 0; !killed(); index += 1) {
      const image = imageOf({
        seed: `crash/${database}/${round}/${writer}/${index}`,
        layers: [120_000, 3_000],
        // The first layer is shared by all writers of a round: they race for it.
        layerSeeds: [`crash/${database}/${round}/shared-${index}`],
      });
      try {
        // Every tag has one writer, so the order of its pushes is known.
        await pushImage(names[writer % names.length] ?? '', `writer-${writer}`, image);
      } catch (error) {
        // The kill breaks connections; anything else is a defect.
        if (!killed() || !isBrokenConnection(error)) throw error;
      }
    }
  }

  /** Waits for so many acknowledgements: progress, not time, says when to kill, on a slow machine too. */
  async function acknowledged(count: number): Promise<void> {
    for (let left = 30_000; ledger.acknowledged.size < count; left -= 5) {
      if (left <= 0) throw new Error(`only ${ledger.acknowledged.size} of ${count} pushes were acknowledged in 30 s`);
      await wait(5);
    }
  }

  /** Asks for everything that was attempted, but for the first `known` of it; gives the digests of blobs that are there. */
  async function verify(known = 0): Promise<Set<Digest>> {
    const present = new Set<Digest>();
    const verifyOne = async ([key, { name, kind, descriptor, bytes }]: Attempt) => {
      const answer = await registry.get(`/${name}/${kind}/${descriptor.digest}`);
      if (answer.status === 404) {
        expect(ledger.acknowledged.has(key), `lost although acknowledged: ${kind} ${key}`).toBe(false);
        return;
      }
      expect(answer.status, `${kind} ${key}: ${answer.body}`).toBe(200);
      expect(answer.body.equals(bytes), `not whole: ${kind} ${key}`).toBe(true);
      if (kind === 'blobs') present.add(descriptor.digest);
      else await verifyNeeds(name, bytes);
    };
    const entries = [...ledger.attempted.entries()].slice(known);
    for (let at = 0; at < entries.length; at += 20) await Promise.all(entries.slice(at, at + 20).map(verifyOne));
    for (const history of ledger.tags.values()) await verifyTag(history);
    return present;
  }

  /** A manifest that can be seen has all that it names. */
  async function verifyNeeds(name: string, manifest: Buffer): Promise<void> {
    const { config, layers } = JSON.parse(manifest.toString()) as ReturnType<typeof JSON.parse>;
    for (const { digest } of [config, ...layers]) {
      expect((await registry.head(`/${name}/blobs/${digest}`)).status, `a manifest names ${digest}`).toBe(200);
    }
  }

  async function verifyTag({
    name,
    tag,
    attempts,
  }: {
    name: string;
    tag: string;
    attempts: { digest: Digest; acknowledged: boolean }[];
  }): Promise<void> {
    const answer = await registry.get(`/${name}/manifests/${tag}`);
    const lastSure = attempts.findLastIndex(({ acknowledged }) => acknowledged);
    if (answer.status === 404) {
      expect(lastSure, `tag ${tag} is lost`).toBe(-1);
      return;
    }
    const possible = attempts.slice(Math.max(lastSure, 0)).map(({ digest }) => digest);
    expect(possible, `tag ${tag} went back or points elsewhere`).toContain(digestHeader(answer));
  }

  it(`loses nothing that it acknowledged and shows nothing by halves, ${rounds} times`, async () => {
    for (let round = 0; round < rounds; round += 1) {
      let over = false;
      const known = ledger.attempted.size;
      const work = Promise.all(Array.from({ length: writers }, (_, writer) => write(round, writer, () => over)));
      work.catch(() => {
        // Reported by the `await` below; without this a failure before the kill would count as unhandled.
      });
      await Promise.race([acknowledged(ledger.acknowledged.size + 1 + Math.floor(random() * 14)), work]);
      await wait(Math.floor(random() * 40));
      over = true;
      await scene.server.kill9();
      await work;
      await scene.server.start();
      await verify(known);
    }
    // The rounds are worth something only if the kills came between what was done and what was under way.
    expect(ledger.acknowledged.size).toBeGreaterThan(2 * rounds);
    expect(ledger.attempted.size - ledger.acknowledged.size).toBeGreaterThan(rounds);
    for (const name of names) {
      const { tags } = json<{ tags: string[] }>(await registry.get(`/${name}/tags/list`));
      for (const tag of tags) expect(ledger.tags.has(`${name} ${tag}`), `a tag that nobody pushed: ${tag}`).toBe(true);
    }
  });

  it('holds no file that nothing names once the purge time is over', async () => {
    const present = await verify();
    await scene.server.stop();
    await scene.server.start(clockAhead(72));
    await waitForStored(scene.server, present);
    await scene.server.stop();
    await scene.server.start({ NODE_OPTIONS: '' });
    expect(await verify()).toEqual(present);
  });

  it('still takes and gives images', async () => {
    const image = imageOf({ seed: `crash/${database}/after`, layers: [5000] });
    await pushImage(names[0] ?? '', 'after', image);
    const again = manifestOf(image.config, image.layers, { annotations: { again: 'yes' } });
    expect((await registry.putManifest(names[0] ?? '', 'after', again)).status).toBe(201);
    expect(sha256((await registry.get(`/${names[0]}/manifests/after`)).body)).toBe(again.descriptor.digest);
  });
});

function isBrokenConnection(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^E(CONN|PIPE)/.test(String(error.code));
}
