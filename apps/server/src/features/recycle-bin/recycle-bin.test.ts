import { createMetadata } from '@wharf/db';
import { parseRepositoryName, parseTag } from '@wharf/oci';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer, type TestUser } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { pushImage, pushIndex } from '../../bff/testing/push-image.ts';
import { deleteTagsJob } from './job.ts';

const dayMs = 86_400_000;

describe.each(dialects)('the recycle bin on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let account: string;
  let user: TestUser;
  let client: ConsoleClient;
  let names = 0;
  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    account = await server.createAccount('main', 1000);
    user = await server.createUser(account, 'administrator', 'account-administrator');
    client = await server.as(user);
  });
  afterAll(() => server.stop());

  /** An organization with one image of these tags, a layer each and one that they share. */
  async function seed(...tags: string[]) {
    const organization = `bin${++names}`;
    await server.createOrganization(account, organization);
    const digests: Record<string, string> = {};
    for (const tag of tags) {
      const layers = [`${organization} shared`, `${organization} ${tag}`];
      digests[tag] = (await pushImage(server.services, { name: `${organization}/web`, tags: [tag], layers })).digest;
    }
    return { organization, params: { organization, repository: 'web' }, digests };
  }
  type Seeded = Awaited<ReturnType<typeof seed>>;
  const tagsOf = async ({ params }: Seeded) => {
    const { body } = await client.call('listTags', { params, query: { sort: 'name' } });
    return body.items.map(({ name }) => name);
  };
  const binOf = async ({ organization }: Seeded, query: object = {}) =>
    (await client.call('listDeletions', { params: { organization }, query })).body.items;

  /** What the job runner would run. */
  async function jobOf(id: string | null) {
    const jobs = server.database.db.selectFrom('jobs').selectAll().where('id', '=', id);
    const row = await jobs.executeTakeFirstOrThrow();
    const progress: number[] = [];
    const job = deleteTagsJob(server.services);
    const run = (signal = new AbortController().signal) =>
      job.run(
        {
          ...{ id: row.id, signal, attempt: 1, author: { id: row.author_id, name: row.author_name } },
          ...{ log: server.services.log, progress: ({ done }) => void progress.push(done) },
        },
        job.params.parse(JSON.parse(row.params)),
      );
    return { run, progress };
  }

  it('tells what a deletion would do, and it does that', async () => {
    const image = await seed('v1', 'v2');
    const { params, organization } = image;
    const body = { tags: ['v1', 'absent'] };
    const preview = await client.call('previewDeletion', { params, body });
    const shared = `${organization} shared`.length + '{"os":"linux","architecture":"amd64"}'.length;
    expect(preview.body).toMatchObject({
      ...{ tags: 1, tagNames: ['v1'], manifests: 1, referrers: 0, keptManifests: 0 },
      ...{ bytesFreed: `${organization} v1`.length, sharedBytes: shared, restorable: true, asJob: false },
    });
    expect(Date.parse(preview.body.freedAt) - server.services.now().getTime()).toBeLessThanOrEqual(14 * dayMs);
    expect(await tagsOf(image)).toEqual(['v1', 'v2']);

    const created = await client.call('createDeletion', { params, body });
    expect([created.status, created.body.job]).toEqual([201, null]);
    expect(created.body.deletion).toMatchObject({
      ...{ organization, repository: 'web', imageThere: true, kind: 'tags', deletedBy: 'administrator', rule: null },
      ...{ tagCount: 1, tagNames: ['v1'], manifestCount: 1 },
    });
    expect(await tagsOf(image)).toEqual(['v2']);
    expect(await binOf(image)).toEqual([created.body.deletion]);

    const shown = await client.call('getDeletion', { params: { organization, deletion: created.body.id } });
    expect(shown.body).toMatchObject({
      ...created.body.deletion,
      tags: [{ name: 'v1', digest: image.digests.v1, pushedBy: 'pusher', presentDigest: null, lost: false }],
      manifests: [{ digest: image.digests.v1, kind: 'image', platforms: [{ os: 'linux' }] }],
      bytesFreed: preview.body.bytesFreed,
      sharedBytes: shared,
    });
  });

  it('brings it back, once, and tells what clashes', async () => {
    const image = await seed('v1', 'v2');
    const { params, organization, digests } = image;
    const { body } = await client.call('createDeletion', { params, body: { tags: ['v1', 'v2'] } });
    const other = await pushImage(server.services, { name: `${organization}/web`, tags: ['v2'], layers: ['other'] });
    const place = { organization, deletion: body.id };
    const first = await client.call('restoreDeletion', { params: place, body: {} });
    expect(first.body).toEqual({
      ...{ deletions: 1, tags: 1, manifests: 1, lost: [] },
      conflicts: [{ repository: `${organization}/web`, tag: 'v2', digest: digests.v2, presentDigest: other.digest }],
    });
    const rest = await client.call('getDeletion', { params: place });
    expect(rest.body.tags).toMatchObject([{ name: 'v2', presentDigest: other.digest }]);
    const second = await client.call('restoreDeletion', { params: place, body: { overwrite: true } });
    expect(second.body).toMatchObject({ tags: 1, manifests: 1, conflicts: [] });
    expect((await client.call('getTag', { params: { ...params, tag: 'v2' } })).body.digest).toBe(digests.v2);
    expect((await client.call('restoreDeletion', { params: place, body: {} })).status).toBe(404);
    expect(await binOf(image)).toEqual([]);
  });

  it('keeps what a registry client deletes as well', async () => {
    const image = await seed('v1');
    const name = parseRepositoryName(`${image.organization}/web`);
    const tag = parseTag('v1');
    if (!name || !tag) throw new Error('names');
    const by = { id: undefined, name: 'crane' };
    await createMetadata(server.database).removeTag(name, tag, by, server.services.now());
    expect(await binOf(image)).toMatchObject([{ kind: 'tags', deletedBy: 'crane', tagCount: 1, manifestCount: 0 }]);
  });

  it('takes all that match a filter, but for exceptions', async () => {
    const image = await seed('dev-1', 'dev-2', 'dev-3', 'v1');
    const body = { filter: { q: 'dev' }, except: ['dev-2'] };
    const { params } = image;
    expect((await client.call('previewDeletion', { params, body })).body).toMatchObject({ tags: 2, manifests: 2 });
    await client.call('createDeletion', { params, body });
    expect(await tagsOf(image)).toEqual(['dev-2', 'v1']);
    expect((await client.call('createDeletion', { params, body })).status).toBe(404);
  });

  it('leaves what is much to a job, which spares what was pushed since', async () => {
    const image = await seed('v1');
    const { params, organization, digests } = image;
    const many = Array.from({ length: 1200 }, (_, index) => `dev-${String(index).padStart(4, '0')}`);
    await pushImage(server.services, { name: `${organization}/web`, tags: many, layers: ['dev'] });
    const body = { filter: { q: 'dev' } };
    expect((await client.call('previewDeletion', { params, body })).body).toMatchObject({ tags: 1200, asJob: true });
    const created = await client.call('createDeletion', { params, body });
    expect(created.body).toMatchObject({ deletion: null, job: expect.any(String) });
    server.advance(1000);
    await pushImage(server.services, { name: `${organization}/web`, tags: ['dev-0007'], layers: ['newer'] });
    const { run, progress } = await jobOf(created.body.job);
    const stopped = new AbortController();
    const stopping = run(AbortSignal.any([stopped.signal]));
    stopped.abort();
    await expect(stopping).rejects.toThrow(/abort/i);
    expect(await run()).toMatchObject({ deletion: created.body.id, tags: 1199 });
    expect(progress.length).toBeGreaterThan(2);
    expect(await tagsOf(image)).toEqual(['dev-0007', 'v1']);
    expect(await binOf(image)).toMatchObject([
      { tagCount: 1199, tagNames: many.filter((_, at) => at !== 7).slice(0, 5) },
    ]);
    const place = { organization, deletion: created.body.id };
    expect((await client.call('restoreDeletion', { params: place, body: {} })).body).toMatchObject({ tags: 1199 });
    expect((await client.call('getRepository', { params })).body.tagCount).toBe(1201);
    expect((await client.call('getTag', { params: { ...params, tag: 'v1' } })).body.digest).toBe(digests.v1);
  });

  it('takes a whole image and what it says of itself, and gives both back', async () => {
    const image = await seed('v1', 'v2');
    const { params, organization } = image;
    await client.call('updateRepository', { params, body: { visibility: 'public' } });
    const before = (await client.call('getRepository', { params })).body;
    const { body } = await client.call('createDeletion', { params, body: { repository: true } });
    expect(body.deletion).toMatchObject({ kind: 'repository', tagCount: 2, manifestCount: 2, imageThere: false });
    expect((await client.call('getRepository', { params })).status).toBe(404);
    const refused = await client.call('removeOrganization', { params: { organization } });
    expect(refused.problem).toMatchObject({ code: 'not-empty', detail: { reason: 'recycle-bin' } });
    const stranger = await server.as(await server.createUser(await server.createAccount(`a${names}`), `s${names}`));
    expect((await stranger.call('listTags', { params })).status).toBe(404);
    await client.call('restoreDeletion', { params: { organization, deletion: body.id }, body: {} });
    expect((await client.call('getRepository', { params })).body).toEqual(before);
    const again = await client.call('createDeletion', { params, body: { repository: true } });
    const place = { organization, deletion: again.body.id };
    expect((await client.call('letGoDeletion', { params: place })).status).toBe(204);
    expect((await client.call('getDeletion', { params: place })).status).toBe(404);
    expect((await client.call('removeOrganization', { params: { organization } })).status).toBe(204);
  });

  it('leaves a large image to a job, asked for twice once, and repeats it without harm', async () => {
    const image = await seed('v1');
    const { params, organization } = image;
    const many = Array.from({ length: 600 }, (_, index) => `t${index}`);
    await pushImage(server.services, { name: `${organization}/web`, tags: many, layers: ['many'] });
    await client.call('updateRepository', { params, body: { visibility: 'public' } });
    const body = { repository: true } as const;
    const [one, two] = [
      await client.call('createDeletion', { params, body }),
      await client.call('createDeletion', { params, body }),
    ];
    expect(two.body).toEqual(one.body);
    const { run } = await jobOf(one.body.job);
    expect(await run()).toMatchObject({ deletion: one.body.id, tags: 601, manifests: 2 });
    expect((await client.call('getRepository', { params })).status).toBe(404);
    // As after a crash between the last step and the end of the job.
    await run();
    await client.call('restoreDeletion', { params: { organization, deletion: one.body.id }, body: {} });
    expect((await client.call('getRepository', { params })).body).toMatchObject({
      tagCount: 601,
      visibility: 'public',
    });
  });

  it("refuses an image of an index that stays, and takes an index's images and referrers along", async () => {
    const image = await seed('v1');
    const { params, organization, digests } = image;
    const child = { digest: digests.v1 as never };
    const index = await pushIndex(server.services, { name: `${organization}/web`, tags: ['multi'], children: [child] });
    const { problem } = await client.call('createDeletion', { params, body: { manifests: [child.digest] } });
    expect(problem).toMatchObject({
      code: 'not-empty',
      detail: { reason: 'contained-in-index', index: index.digest, manifest: digests.v1 },
    });
    await client.call('createDeletion', { params, body: { tags: ['v1'] } });
    const body = { manifests: [index.digest] };
    expect((await client.call('previewDeletion', { params, body })).body).toMatchObject({ tags: 1, manifests: 2 });
  });

  it('is searched and walked, newest first', async () => {
    const image = await seed('v1', 'v2', 'main');
    const { params, organization, digests } = image;
    for (const tag of ['v1', 'v2', 'main']) await client.call('createDeletion', { params, body: { tags: [tag] } });
    const found = async (query: object) => (await binOf(image, query)).map(({ tagNames }) => tagNames[0]);
    expect(await found({})).toEqual(['main', 'v2', 'v1']);
    expect(await found({ sort: 'deletedAt', limit: 2 })).toEqual(['v1', 'v2']);
    expect(await found({ q: 'V' })).toEqual(['v2', 'v1']);
    expect(await found({ q: digests.v1?.slice(7, 20) })).toEqual(['v1']);
    expect(await found({ q: digests.v1?.slice(0, 20) })).toEqual(['v1']);
    expect(await found({ repository: 'web' })).toHaveLength(3);
    expect(await found({ repository: 'other' })).toEqual([]);
    expect(await found({ q: organization })).toHaveLength(3);
  });

  it('restores a whole run', async () => {
    const [one, two] = [await seed('v1'), await seed('v1')];
    const created = await Promise.all(
      [one, two].map(({ params }) => client.call('createDeletion', { params, body: { tags: ['v1'] } })),
    );
    await pushImage(server.services, { name: `${one.organization}/api`, tags: ['v1'] });
    const params = { organization: one.organization, repository: 'api' };
    const third = await client.call('createDeletion', { params, body: { tags: ['v1'] } });
    const ids = [...created, third].map(({ body }) => body.id);
    await server.database.db.updateTable('deletions').set({ run_id: 'run' }).where('id', 'in', ids).execute();
    const place = { organization: one.organization, deletion: ids[0] ?? '' };
    const { body } = await client.call('restoreDeletion', { params: place, body: { wholeRun: true } });
    expect(body).toMatchObject({ deletions: 2, tags: 2 });
    // The run's part in another organization is that one's.
    expect(await binOf(two)).toHaveLength(1);
  });

  it('forgets in time', async () => {
    const image = await seed('v1');
    const { body } = await client.call('createDeletion', { params: image.params, body: { tags: ['v1'] } });
    server.advance(14 * dayMs - 60_000);
    client = await server.as(user);
    const place = { organization: image.organization, deletion: body.id };
    expect((await client.call('getDeletion', { params: place })).status).toBe(200);
    server.advance(61_000);
    expect((await client.call('getDeletion', { params: place })).status).toBe(404);
    expect((await client.call('restoreDeletion', { params: place, body: {} })).status).toBe(404);
    expect(await binOf(image)).toEqual([]);
  });

  it('writes down who did what', async () => {
    const image = await seed('v1');
    const { params, organization } = image;
    const { body } = await client.call('createDeletion', { params, body: { repository: true } });
    await client.call('restoreDeletion', { params: { organization, deletion: body.id }, body: {} });
    const events = await server.database.db
      .selectFrom('events')
      .select(['type', 'author_name', 'payload'])
      .where('author_name', '=', 'administrator')
      .where('payload', 'like', `%"${organization}/web"%`)
      .orderBy('id')
      .execute();
    expect(events.map(({ type }) => type)).toEqual([
      ...['TagRemoved', 'ManifestRemoved', 'ContentDeleted', 'RepositoryRemoved'],
      ...['TagCreated', 'DeletionRestored'],
    ]);
    expect(JSON.parse(events[2]?.payload ?? '')).toMatchObject({ deletion: body.id, kind: 'repository', tags: 1 });
  });
});

it('keeps nothing where the bin has no days', async () => {
  const base = await startConsoleServer();
  const { config } = base.services;
  await base.stop();
  const server = await startConsoleServer({ config: { ...config, recycleBinDays: 0 } });
  const account = await server.createAccount('main');
  const client = await server.as(await server.createUser(account, 'administrator', 'account-administrator'));
  await server.createOrganization(account, 'team');
  await pushImage(server.services, { name: 'team/web', tags: ['v1'] });
  const params = { organization: 'team', repository: 'web' };
  expect((await client.call('previewDeletion', { params, body: { tags: ['v1'] } })).body.restorable).toBe(false);
  const { body } = await client.call('createDeletion', { params, body: { tags: ['v1'] } });
  expect(body).toMatchObject({ deletion: null, job: null });
  expect(await server.database.db.selectFrom('manifests').select('digest').execute()).toEqual([]);
  expect(await server.database.db.selectFrom('deletions').select('id').execute()).toEqual([]);
  await server.stop();
});
