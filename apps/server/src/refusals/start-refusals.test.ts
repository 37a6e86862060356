import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { UserActor } from '../auth/user-actor.ts';
import { type AuthWorld, createAuthWorld } from '../testing/auth-world.ts';
import type { Refused } from './refused.ts';
import { startRefusals } from './start-refusals.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const refused: Refused = {
  reason: 'repository-hidden',
  message: 'image acme/web does not exist, or you may not pull from it',
  detail: { repository: 'acme/web', long: 'x'.repeat(500) },
  status: 403,
  code: 'DENIED',
  actorId: undefined,
  address: '192.0.2.7',
  method: 'GET',
  operation: 'pull',
  repository: 'acme/web',
  reference: 'v1',
  client: 'skopeo/1.9',
};

describe.each(['sqlite', 'postgres'])('kept refusals on %s', (dialect) => {
  let world: AuthWorld;
  let account: string;
  let ann: UserActor;

  beforeAll(async () => {
    world = await createAuthWorld(dialect === 'postgres' ? inject('postgresUrl') : undefined);
    account = await world.addAccount('main');
    ann = await world.addUser(account, 'ann');
    await world.addTemporaryLogin(ann, 'tmp-abc', 'secret', 1);
  });
  afterAll(() => world.remove());

  const stored = () => world.database.db.selectFrom('refusals').selectAll().orderBy('id').execute();
  const clear = () => world.database.db.deleteFrom('refusals').execute();

  it('are written with whose they are, and counted when they come again', async () => {
    const recorder = startRefusals(world.database, silent, () => new Date(5000));
    const { detail, message } = recorder.note({ ...refused, actorId: ann.id });
    expect(message).toContain(`(refusal ${detail.id})`);
    await recorder.flush();
    recorder.note({ ...refused, actorId: ann.id });
    await recorder.stop();
    const rows = await stored();
    expect(rows).toMatchObject([
      { id: detail.id, user_id: ann.id, account_id: account, actor_name: 'ann', proven: 1, count: 2, last_at: 5000 },
    ]);
    expect(JSON.parse(rows[0]?.detail ?? '')).toMatchObject({
      repository: 'acme/web',
      help: { who: 'organization-manager' },
    });
    expect(rows[0]?.detail).not.toContain('xxx');
    await clear();
  });

  it('belong to the user whose login failed, but forget a name that nobody has', async () => {
    const recorder = startRefusals(world.database, silent, () => new Date(5000));
    const failed = { ...refused, reason: 'unknown-or-wrong', repository: undefined, operation: 'login' } as const;
    for (const login of ['ann', 'tmp-abc', 'my-secret-password\0']) recorder.note({ ...failed, login });
    await recorder.stop();
    const rows = await stored();
    expect(rows.map(({ user_id, proven }) => [user_id, proven]).sort()).toEqual(
      [
        [ann.id, 0],
        [ann.id, 0],
        [null, 0],
      ].sort(),
    );
    expect(JSON.stringify(rows)).not.toContain('my-secret');
    await clear();
  });

  it('keep to their bounds: of a sender, of all, and in age', async () => {
    let at = 0;
    const bounds = { each: 10, all: 100, days: 30 };
    const recorder = startRefusals(world.database, silent, () => new Date(at), bounds);
    for (let n = 0; n < 30; n += 1) recorder.note({ ...refused, repository: `acme/r${n}` });
    await recorder.flush();
    expect((await stored()).length).toBeLessThanOrEqual(12);
    for (let n = 0; n < 130; n += 1) recorder.note({ ...refused, address: `10.0.0.${n}` });
    await recorder.flush();
    expect((await stored()).length).toBeLessThanOrEqual(102);
    at = 31 * 24 * 60 * 60 * 1000;
    recorder.note(refused);
    await recorder.stop();
    expect(await stored()).toHaveLength(1);
    await clear();
  });

  it('are not written for what every client provokes', async () => {
    const recorder = startRefusals(world.database, silent, () => new Date(0));
    const told = recorder.note({ ...refused, reason: 'sign-in', kept: false });
    expect(told.detail).toMatchObject({ reason: 'sign-in', remedy: expect.stringContaining('docker login') });
    expect(told.detail).not.toHaveProperty('id');
    await recorder.stop();
    expect(await stored()).toEqual([]);
  });
});
