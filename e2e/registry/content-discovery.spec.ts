import { type Descriptor, mediaTypes } from '@wharf/oci';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../support/bytes.ts';
import { type Answer, header, json } from '../support/http.ts';
import { imageOf, indexOf, referrerOf } from '../support/images.ts';
import { errorOf, nextOf, type Registry, registryAt } from '../support/registry.ts';
import { databases, openScene, type Scene } from '../support/scene.ts';
import { bearer } from '../support/tokens.ts';

const name = 'acme/discovery';
const signatureType = 'application/vnd.example.signature.v1';
const sbomType = 'application/spdx+json';

describe.each(databases)('content discovery (%s)', (database) => {
  let scene: Scene;
  let registry: Registry;
  const image = imageOf({ seed: 'discovery', layers: [500] });
  // Byte order: digits, then capitals, then underscore, then small letters.
  const tags = ['1.0', '1.0.1', '10', '2', 'Latest', 'V1', '_x', 'latest', 'v1', 'v1-rc', 'v1.0', 'v10', 'v2'];

  beforeAll(async () => {
    scene = await openScene({ database, organizations: ['acme', 'beta'] });
    registry = await scene.registryFor(name, 'acme/a', 'acme/b/deep', 'beta/c', 'acme/none', 'acme/only-blobs');
    await registry.pushImage(name, 'latest', image);
    for (const tag of [...tags].reverse()) await registry.putManifest(name, tag, image.manifest);
  });
  afterAll(() => scene?.close());

  interface TagList {
    name: string;
    tags: string[];
  }
  /** Follows the Links to the end. */
  async function allPages<T>(path: string, itemsOf: (answer: Answer) => T[]): Promise<{ items: T[]; pages: number }> {
    const items: T[] = [];
    let pages = 0;
    for (let at: string | undefined = path; at !== undefined; pages += 1) {
      const answer = await registry.call('GET', at);
      expect(answer.status, answer.body.toString()).toBe(200);
      items.push(...itemsOf(answer));
      at = nextOf(scene.server.url, answer);
    }
    return { items, pages };
  }

  describe('tags (end-8)', () => {
    it('lists them in byte order', async () => {
      const answer = await registry.get(`/${name}/tags/list`);
      expect(answer.status).toBe(200);
      expect(header(answer, 'content-type')).toMatch(/^application\/json/);
      expect(json<TagList>(answer)).toEqual({ name, tags });
      expect(nextOf(scene.server.url, answer)).toBeUndefined();
    });

    it.each([1, 2, 5, 12])('gives pages of %i that join without loss', async (size) => {
      const { items, pages } = await allPages(`/${name}/tags/list?n=${size}`, (answer) => json<TagList>(answer).tags);
      expect(items).toEqual(tags);
      expect(pages).toBe(Math.ceil(tags.length / size));
    });

    it('has no Link where the list ends', async () => {
      for (const size of [tags.length, tags.length + 1, 1000]) {
        const answer = await registry.get(`/${name}/tags/list?n=${size}`);
        expect(json<TagList>(answer).tags).toEqual(tags);
        expect(answer.headers.link).toBeUndefined();
      }
    });

    it('begins after `last`, whether that tag is there or not', async () => {
      const after = async (query: string) => json<TagList>(await registry.get(`/${name}/tags/list?${query}`)).tags;
      expect(await after('n=2&last=V1')).toEqual(['_x', 'latest']);
      expect(await after('n=2&last=m')).toEqual(['v1', 'v1-rc']);
      expect(await after('last=v1.0')).toEqual(['v10', 'v2']);
      expect(await after('last=zzz')).toEqual([]);
    });

    it('gives nothing for n=0', async () => {
      const answer = await registry.get(`/${name}/tags/list?n=0`);
      expect(answer.status).toBe(200);
      expect(json<TagList>(answer).tags).toEqual([]);
      expect(answer.headers.link).toBeUndefined();
    });

    it.each(['n=-1', 'n=abc', 'n=1.5', 'n='])('refuses %s', async (query) => {
      expect(errorOf(await registry.get(`/${name}/tags/list?${query}`)).status).toBe(400);
    });

    it('bounds a huge n', async () => {
      const answer = await registry.get(`/${name}/tags/list?n=999999999999`);
      expect([200, 400]).toContain(answer.status);
    });

    it('does not know a repository that is not there', async () => {
      expect(errorOf(await registry.get('/acme/none/tags/list'))).toMatchObject({ status: 404, code: 'NAME_UNKNOWN' });
    });
  });

  describe('referrers (end-12)', () => {
    const subject = image.manifest.descriptor;
    const signatures = Array.from({ length: 5 }, (_, index) =>
      referrerOf(subject, signatureType, `signature ${index}`),
    );
    const sbom = referrerOf(subject, sbomType, 'sbom');
    const index = indexOf('discovery/referrer', ['amd64']);
    interface Referrers {
      schemaVersion: number;
      mediaType: string;
      manifests: Descriptor[];
    }

    beforeAll(async () => {
      for (const each of [...signatures, sbom]) {
        const answer = await registry.pushImage(name, each.manifest.descriptor.digest, each);
        expect(header(answer, 'oci-subject')).toBe(subject.digest);
      }
      const [child] = index.images;
      if (child) await registry.pushImage(name, child.manifest.descriptor.digest, child);
    });

    it('is an index, empty for what nothing refers to', async () => {
      for (const digest of [sha256('nothing refers to this'), sbom.manifest.descriptor.digest]) {
        const answer = await registry.get(`/${name}/referrers/${digest}`);
        expect(answer.status).toBe(200);
        expect(header(answer, 'content-type')).toBe(mediaTypes.ociIndex);
        expect(json<Referrers>(answer)).toMatchObject({
          schemaVersion: 2,
          mediaType: mediaTypes.ociIndex,
          manifests: [],
        });
      }
    });

    it('lists them with type, size, artifactType and annotations', async () => {
      const { items } = await allPages(
        `/${name}/referrers/${subject.digest}`,
        (answer) => json<Referrers>(answer).manifests,
      );
      expect(items).toHaveLength(6);
      const { mediaType, digest, size } = sbom.manifest.descriptor;
      expect(items.find((item) => item.digest === digest)).toEqual({
        mediaType,
        digest,
        size,
        artifactType: sbomType,
        annotations: { 'org.example.note': 'sbom' },
      });
    });

    it('filters by artifactType and says so', async () => {
      const answer = await registry.get(
        `/${name}/referrers/${subject.digest}?artifactType=${encodeURIComponent(sbomType)}`,
      );
      expect(header(answer, 'oci-filters-applied')).toBe('artifactType');
      expect(json<Referrers>(answer).manifests.map(({ digest }) => digest)).toEqual([sbom.manifest.descriptor.digest]);
      const none = await registry.get(`/${name}/referrers/${subject.digest}?artifactType=application/none`);
      expect(none.status).toBe(200);
      expect(json<Referrers>(none).manifests).toEqual([]);
      expect(
        (await registry.get(`/${name}/referrers/${subject.digest}`)).headers['oci-filters-applied'],
      ).toBeUndefined();
    });

    it('gives pages that join without loss, with the filter kept', async () => {
      const path = `/${name}/referrers/${subject.digest}?n=2`;
      const all = await allPages(path, (answer) => json<Referrers>(answer).manifests);
      const digests = all.items.map(({ digest }) => digest);
      expect(new Set(digests).size).toBe(digests.length);
      expect(digests).toHaveLength(6);
      const filtered = await allPages(`${path}&artifactType=${encodeURIComponent(signatureType)}`, (answer) => {
        expect(header(answer, 'oci-filters-applied')).toBe('artifactType');
        return json<Referrers>(answer).manifests;
      });
      const expected = signatures.map(({ manifest }) => manifest.descriptor.digest);
      expect(filtered.items.map(({ digest }) => digest).sort()).toEqual(expected.sort());
    });

    it('takes the type of the config where artifactType is missing, and an index as referrer', async () => {
      const target = sha256('some other subject');
      const link = { mediaType: mediaTypes.ociManifest, digest: target, size: 18 };
      const withConfig = { ...JSON.parse(image.manifest.bytes.toString()), subject: link };
      const asIndex = {
        ...JSON.parse(index.index.bytes.toString()),
        subject: link,
        artifactType: 'application/vnd.example.bundle',
      };
      for (const document of [withConfig, asIndex]) {
        const body = JSON.stringify(document);
        const headers = { 'content-type': document.mediaType };
        const answer = await registry.call('PUT', `/${name}/manifests/${sha256(body)}`, { body, headers });
        expect(answer.status, answer.body.toString()).toBe(201);
      }
      const { manifests } = json<Referrers>(await registry.get(`/${name}/referrers/${target}`));
      expect(new Set(manifests.map(({ artifactType }) => artifactType))).toEqual(
        new Set([mediaTypes.ociConfig, 'application/vnd.example.bundle']),
      );
    });

    it('refuses what is no digest', async () => {
      expect(errorOf(await registry.get(`/${name}/referrers/v1`)).status).toBe(400);
      expect(errorOf(await registry.get(`/${name}/referrers/sha256:abc`)).status).toBe(400);
    });
  });

  describe('catalog', () => {
    const catalogOf = (answer: Answer) => json<{ repositories: string[] }>(answer).repositories;

    beforeAll(async () => {
      for (const repository of ['acme/a', 'acme/b/deep', 'beta/c']) await registry.pushImage(repository, 'v1', image);
      const blob = Buffer.from('a blob alone makes no image');
      await registry.pushBlob('acme/only-blobs', blob, sha256(blob));
      registry = registryAt(scene.server.url, await bearer(scene.server.url, ['registry:catalog:*'], scene.login));
    });

    it('lists the repositories that hold a manifest, in byte order, in pages', async () => {
      const expected = ['acme/a', 'acme/b/deep', name, 'beta/c'].sort();
      expect(catalogOf(await registry.get('/_catalog'))).toEqual(expected);
      const { items, pages } = await allPages('/_catalog?n=3', catalogOf);
      expect(items).toEqual(expected);
      expect(pages).toBe(2);
      expect(catalogOf(await registry.get('/_catalog?n=1&last=acme/a'))).toEqual(['acme/b/deep']);
    });

    it('shows a member only what he may read', async () => {
      const reader = { user: 'catalog-reader', password: 'a long enough password' };
      const id = await scene.console.createUser(reader.user, reader.password);
      await scene.console.grant('beta', id, 'read');
      const his = registryAt(scene.server.url, await bearer(scene.server.url, ['registry:catalog:*'], reader));
      expect(catalogOf(await his.get('/_catalog'))).toEqual(['beta/c']);
    });
  });
});
