import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type AuthWorld, createAuthWorld } from '../../testing/auth-world.ts';
import { admitIdentity, type Vouched } from './admit-identity.ts';

describe.each(['sqlite', 'postgres'] as const)('an identity (%s)', (dialect) => {
  let world: AuthWorld;
  beforeAll(async () => {
    world = await createAuthWorld(dialect === 'postgres' ? inject('postgresUrl') : undefined);
    const account = await world.addAccount('main');
    await world.addOrganization(account, 'acme');
    await world.addOrganization(await world.addAccount('other'), 'theirs');
  });
  afterAll(() => world.remove());

  const grants = ['acme', 'theirs', 'absent'].map((organization) => ({ organization, level: 'edit' as const }));
  const policy = { account: undefined, rules: [{ group: 'devs', account: 'main', grants }] };
  const admit = (change: Partial<Vouched>) =>
    admitIdentity(
      { database: world.database, policy, now: () => new Date() },
      { provider: 'https://issuer', subject: '1', name: 'ann', account: undefined, groups: ['devs'], ...change },
    );

  it('becomes one user with one grant, however often it comes at the same time', async () => {
    const admissions = await Promise.all(Array.from({ length: 4 }, () => admit({})));
    const ids = new Set(admissions.map((each) => (each.admitted ? each.userId : each.reason)));
    expect(ids.size).toBe(1);
    const held = await world.database.db
      .selectFrom('grants')
      .innerJoin('organizations', 'organizations.id', 'grants.organization_id')
      .select(['organizations.name', 'grants.level', 'grants.created_by'])
      .where('grants.user_id', '=', [...ids][0] ?? '')
      .execute();
    // Not of another account's organization, whatever a rule says.
    expect(held).toEqual([{ name: 'acme', level: 'edit', created_by: 'https://issuer' }]);
  });

  it('is another one with another provider, even by the same subject and name', async () => {
    await admit({});
    expect(await admit({ provider: 'https://other' })).toEqual({
      admitted: false,
      reason: 'user-name-taken',
      name: 'ann',
    });
    const other = await admit({ provider: 'https://other', name: 'bob' });
    const first = await admit({});
    expect(other.admitted && first.admitted && other.userId !== first.userId).toBe(true);
  });

  it('is told of as what its provider did', async () => {
    await admit({ subject: '3', name: 'carl' });
    const events = await world.database.db
      .selectFrom('events')
      .select(['type', 'author_id', 'author_name'])
      .where('payload', 'like', '%"carl"%')
      .orderBy('id')
      .execute();
    expect(events).toEqual(
      ['UserCreated', 'GrantPut'].map((type) => ({ type, author_id: null, author_name: 'https://issuer' })),
    );
  });
});
