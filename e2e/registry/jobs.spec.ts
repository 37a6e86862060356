import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../support/console-api.ts';
import { json } from '../support/http.ts';
import { databases, openScene, type Scene } from '../support/scene.ts';
import { beginSlowJob, type Job, jobOf } from '../support/slow-job.ts';

const mebibyte = 1024 * 1024;

describe.each(databases)('background work on %s', (database) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene({ database });
    // Its first life chose the port; from the second one on a process has the name of the one before.
    await scene.server.stop();
    await scene.server.start();
  });
  afterAll(() => scene?.close());

  async function until(id: string, wanted: (job: Job) => boolean): Promise<Job> {
    for (;;) {
      const job = await jobOf(scene.console, id);
      if (wanted(job)) return job;
      await pause(20);
    }
  }
  const ended = ({ state }: Job) => state !== 'waiting' && state !== 'running';
  const underWay = (attempt: number) => (job: Job) => {
    if (ended(job)) throw new Error(`ended before it could be interrupted: ${JSON.stringify(job)}`);
    return job.state === 'running' && job.attempts === attempt && job.progress !== null;
  };

  it('goes on after kill -9, until it is done', async () => {
    const id = await beginSlowJob(scene, 'killed', 96 * mebibyte);
    const kills = 2;
    for (let kill = 1; kill <= kills; kill += 1) {
      await until(id, underWay(kill));
      await scene.server.kill9();
      await scene.server.start();
    }
    const job = await until(id, ended);
    expect(job).toMatchObject({ state: 'succeeded', error: null, attempts: kills + 1 });
    const { digest, size } = job.result as { digest: string; size: number };
    const registry = await scene.registryFor('acme/killed');
    const blob = await registry.head(`/acme/killed/blobs/${digest}`);
    expect([blob.status, Number(blob.headers['content-length'])]).toEqual([200, size]);
  });

  it('goes on after a restart, which counts as no attempt', async () => {
    const id = await beginSlowJob(scene, 'stopped', 96 * mebibyte);
    await until(id, underWay(1));
    await scene.server.stop();
    await scene.server.start();
    expect(await until(id, ended)).toMatchObject({ state: 'succeeded', attempts: 1 });
  });

  it('ends within seconds of its cancellation', async () => {
    const id = await beginSlowJob(scene, 'cancelled', 96 * mebibyte);
    await until(id, underWay(1));
    const at = Date.now();
    expect((await scene.console.request('POST', `/jobs/${id}/cancellation`)).status).toBe(200);
    expect(await until(id, ended)).toMatchObject({ state: 'cancelled', result: null });
    expect(Date.now() - at).toBeLessThan(5_000);
  });

  it('does not exist for who neither began it nor manages what it works for', async () => {
    const admin = scene.console;
    const id = await beginSlowJob(scene, 'quiet', mebibyte);
    const mei = await admin.createUser('mei', 'one two three four');
    await admin.grant('acme', mei, 'edit');
    const other = await signIn(scene.server.url, { user: 'mei', password: 'one two three four' });
    expect((await other.request('GET', `/jobs/${id}`)).status).toBe(404);
    expect((await other.request('POST', `/jobs/${id}/cancellation`)).status).toBe(404);
    expect(json<{ total: number }>(await other.request('GET', '/jobs')).total).toBe(0);
    await admin.grant('acme', mei, 'manage');
    expect((await other.request('GET', `/jobs/${id}`)).status).toBe(200);
  });
});
