import { type Digest, mediaTypes } from '@wharf/oci';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { pushImage } from '../../bff/testing/push-image.ts';
import { cosignTag, purposeOf } from './purpose.ts';

describe.each(dialects)('what belongs to a manifest, on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let client: ConsoleClient;
  let member: ConsoleClient;
  let image: Digest;
  const place = { organization: 'team', repository: 'web' };

  const refer = async (subject: Digest, artifactType: string, name = 'team/web', tags: string[] = []) => {
    const manifest = { subject: { mediaType: mediaTypes.ociManifest, digest: subject, size: 1 }, artifactType };
    return (await pushImage(server.services, { name, tags, manifest, layers: [artifactType] })).digest;
  };

  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    const account = await server.createAccount('main');
    client = await server.as(await server.createUser(account, 'administrator', 'account-administrator'));
    const user = await server.createUser(account, 'member');
    member = await server.as(user);
    await server.grant(await server.createOrganization(account, 'team'), user, 'read');
    await server.createOrganization(account, 'hidden');
    await server.createOrganization(await server.createAccount('other'), 'foreign');
    for (const name of ['team/web', 'team/copy', 'hidden/web', 'foreign/web']) {
      ({ digest: image } = await pushImage(server.services, { name, tags: ['1.0', 'latest'], layers: ['same'] }));
    }
  });
  afterAll(() => server.stop());

  it('is a tree of referrers, each once', async () => {
    const sbom = await refer(image, 'application/spdx+json');
    const signature = await refer(sbom, 'application/vnd.dev.cosign.artifact.sig.v1+json');
    const tag = cosignTag(image, 'att');
    const { digest: attestation } = await pushImage(server.services, {
      name: 'team/web',
      tags: [tag],
      layers: ['att'],
    });
    await refer(image, 'application/spdx+json', 'hidden/web');
    const { body } = await client.call('getReferrerTree', { params: { ...place, digest: image } });
    expect(body.more).toBe(false);
    expect(body.items.map(({ digest, subject, purpose, tag: by }) => ({ digest, subject, purpose, by }))).toEqual([
      { digest: sbom, subject: image, purpose: 'sbom', by: null },
      { digest: attestation, subject: image, purpose: 'attestation', by: tag },
      { digest: signature, subject: sbom, purpose: 'signature', by: null },
    ]);
  });

  it('is bounded, and one that is a ring by its tags ends', async () => {
    const { digest } = await pushImage(server.services, { name: 'team/many', layers: ['many'] });
    const { db } = server.database;
    const model = await refer(digest, 'some/type', 'team/many');
    const row = await db.selectFrom('manifests').selectAll().where('digest', '=', model).executeTakeFirstOrThrow();
    const copies = Array.from({ length: 202 }, (_, index) => ({
      ...row,
      digest: `sha256:${String(index).padStart(64, '0')}`,
    }));
    for (let start = 0; start < copies.length; start += 20) {
      await db
        .insertInto('manifests')
        .values(copies.slice(start, start + 20))
        .execute();
    }
    const params = { organization: 'team', repository: 'many', digest };
    const { body } = await client.call('getReferrerTree', { params });
    expect([body.items.length, body.more]).toEqual([200, true]);
    const [first] = body.items;
    await pushImage(server.services, {
      name: 'team/many',
      tags: [cosignTag(first?.digest ?? '', 'sig')],
      layers: ['many'],
    });
    expect((await client.call('getReferrerTree', { params })).status).toBe(200);
  });

  it('is named in every repository that the caller can read, and in no other', async () => {
    const places = async (who: ConsoleClient) => {
      const { body } = await who.call('listManifestPlaces', { params: { ...place, digest: image } });
      return body.items.map(({ organization, repository }) => `${organization}/${repository}`);
    };
    expect(await places(client)).toEqual(['hidden/web', 'team/copy', 'team/web']);
    expect(await places(member)).toEqual(['team/copy', 'team/web']);
    await server.database.db
      .updateTable('repositories')
      .set({ visibility: 'public' })
      .where('name', '=', 'foreign/web')
      .execute();
    expect(await places(member)).toEqual(['foreign/web', 'team/copy', 'team/web']);
    const { body } = await member.call('listManifestPlaces', { params: { ...place, digest: image } });
    expect(body.items[0]?.tags).toEqual(['1.0', 'latest']);
  });

  it('is not told of what the caller cannot read', async () => {
    for (const operation of ['getReferrerTree', 'listManifestPlaces'] as const) {
      const params = { organization: 'hidden', repository: 'web', digest: image };
      expect((await member.call(operation, { params })).status).toBe(404);
      const absent = { ...place, digest: `sha256:${'0'.repeat(64)}` };
      expect((await member.call(operation, { params: absent })).status).toBe(404);
    }
  });
});

describe('the purpose of a referrer', () => {
  it.each([
    ['application/vnd.dev.cosign.artifact.sig.v1+json', {}, 'signature'],
    ['application/vnd.cncf.notary.signature', {}, 'signature'],
    ['application/vnd.cyclonedx+json', {}, 'sbom'],
    ['application/vnd.in-toto+json', {}, 'attestation'],
    ['application/vnd.dev.sigstore.bundle.v0.3+json', {}, 'signature'],
    [
      'application/vnd.dev.sigstore.bundle.v0.3+json',
      { 'dev.sigstore.bundle.predicateType': 'https://slsa.dev/provenance/v1' },
      'attestation',
    ],
    [
      'application/vnd.dev.sigstore.bundle.v0.3+json',
      { 'dev.sigstore.bundle.predicateType': 'https://spdx.dev/Document' },
      'sbom',
    ],
    ['application/vnd.example.report', {}, 'other'],
    [null, {}, 'other'],
  ])('%s with %j is %s', (artifactType, annotations, purpose) => {
    expect(purposeOf({ artifactType, annotations })).toBe(purpose);
  });
});
