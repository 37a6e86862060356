import type { RepositoryName } from '@wharf/oci';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type AuthWorld, createAuthWorld } from '../testing/auth-world.ts';
import { findOrganizationFacts, findRepositoryFacts } from './facts.ts';

describe.each(['sqlite', 'postgres'])('facts from %s', (dialect) => {
  let world: AuthWorld;
  beforeAll(async () => {
    world = await createAuthWorld(dialect === 'postgres' ? inject('postgresUrl') : undefined);
  });
  afterAll(() => world.remove());

  it('finds the organization, the repository and the own grant, and no one else’s', async () => {
    const account = await world.addAccount('main');
    const [ann, bob] = [await world.addUser(account, 'ann'), await world.addUser(account, 'bob')];
    const acme = await world.addOrganization(account, 'acme');
    const web = await world.addRepository(acme, 'acme/web', 'public');
    await world.grant(acme, ann, 'edit');
    const { db } = world.database;

    const organization = { id: acme, name: 'acme', accountId: account, visibility: 'private', grants: [] };
    const granted = { ...organization, grants: [{ level: 'edit', first: 'acme/', last: 'acme/~' }] };
    expect(await findOrganizationFacts(db, ann, 'acme')).toEqual(granted);
    expect(await findOrganizationFacts(db, bob, 'acme')).toEqual(organization);
    expect(await findOrganizationFacts(db, { kind: 'anonymous' }, 'acme')).toEqual(organization);
    expect(await findOrganizationFacts(db, ann, 'none')).toBeUndefined();

    const name = (text: string) => text as RepositoryName;
    expect(await findRepositoryFacts(db, ann, name('acme/web'))).toEqual({
      name: 'acme/web',
      organization: granted,
      visibility: 'public',
      id: web,
    });
    expect(await findRepositoryFacts(db, bob, name('acme/new'))).toEqual({
      name: 'acme/new',
      organization,
      visibility: undefined,
      id: undefined,
    });
    expect(await findRepositoryFacts(db, bob, name('none/web'))).toEqual({
      name: 'none/web',
      organization: undefined,
      visibility: undefined,
      id: undefined,
    });
  });

  it('reads of the grants those that cover the image, for a robot its own, and the share with the account', async () => {
    const [home, away] = [await world.addAccount('home'), await world.addAccount('away')];
    const lab = await world.addOrganization(home, 'lab');
    const shared = await world.addRepository(lab, 'lab/app');
    const [cid, dan] = [await world.addUser(home, 'cid'), await world.addUser(away, 'dan')];
    const robot = await world.addRobot(home, lab, 'lab+ci');
    await world.grant(lab, cid, 'read', 'app*');
    await world.grant(lab, cid, 'edit', 'app');
    await world.grant(lab, cid, 'manage', 'other');
    await world.grant(lab, robot, 'edit', 'app/*');
    await world.database.db
      .insertInto('shares')
      .values({
        repository_id: shared,
        account_id: away,
        repository_name: 'lab/app',
        description: '',
        expires_at: 9,
        created_at: 1,
        created_by: '',
      })
      .execute();
    const { db } = world.database;
    const found = (actor: typeof cid | typeof robot, text: string) =>
      findRepositoryFacts(db, actor, text as RepositoryName);

    const levels = (await found(cid, 'lab/app')).organization?.grants.map((grant) => grant.level);
    expect(levels?.sort()).toEqual(['edit', 'read']);
    expect((await found(cid, 'lab/apple')).organization?.grants).toEqual([
      { level: 'read', first: 'lab/app', last: 'lab/app~' },
    ]);
    expect((await found(robot, 'lab/app')).organization?.grants).toEqual([]);
    expect((await found(robot, 'lab/app/web')).organization?.grants).toMatchObject([{ level: 'edit' }]);
    expect((await findOrganizationFacts(db, cid, 'lab'))?.grants).toHaveLength(3);
    expect(await found(dan, 'lab/app')).toMatchObject({ share: { expiresAt: 9 }, organization: { grants: [] } });
    expect((await found(cid, 'lab/app')).share).toBeUndefined();
  });
});
