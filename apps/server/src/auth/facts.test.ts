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

    const organization = { id: acme, name: 'acme', accountId: account };
    expect(await findOrganizationFacts(db, ann, 'acme')).toEqual({ ...organization, granted: 'edit' });
    expect(await findOrganizationFacts(db, bob, 'acme')).toEqual({ ...organization, granted: undefined });
    expect(await findOrganizationFacts(db, { kind: 'anonymous' }, 'acme')).toEqual({
      ...organization,
      granted: undefined,
    });
    expect(await findOrganizationFacts(db, ann, 'none')).toBeUndefined();

    const name = (text: string) => text as RepositoryName;
    expect(await findRepositoryFacts(db, ann, name('acme/web'))).toEqual({
      organization: { ...organization, granted: 'edit' },
      visibility: 'public',
      id: web,
    });
    expect(await findRepositoryFacts(db, bob, name('acme/new'))).toEqual({
      organization: { ...organization, granted: undefined },
      visibility: undefined,
      id: undefined,
    });
    expect(await findRepositoryFacts(db, bob, name('none/web'))).toEqual({
      organization: undefined,
      visibility: undefined,
      id: undefined,
    });
  });
});
