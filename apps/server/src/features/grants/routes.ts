import { rangeOf } from '@wharf/policies/access';
import type { Mount } from '../../bff/endpoint.ts';
import { notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeOrganization, authorizeRepository } from '../authorize.ts';
import { presentGrant } from './present.ts';
import { listCandidates, listGrants, listGrantsOn } from './queries.ts';
import { authorizeGrant, putGrant, removeGrant } from './service.ts';

export function grantRoutes(mount: Mount, services: Services): void {
  const { db } = services.database;
  mount.signedIn('listGrants', async ({ actor, params, query }) => {
    const { id } = await authorizeOrganization(db, actor, params.organization, 'read');
    const page = await listGrants(db, id, query);
    return { ...page, items: page.items.map(presentGrant) };
  });
  mount.signedIn('listRepositoryGrants', async ({ actor, params, query }) => {
    const name = `${params.organization}/${params.repository}`;
    const { organization, held } = await authorizeRepository(db, actor, params, 'read', services.now());
    // Who sees only a public or shared image does not learn who works on it.
    if (!held) throw notFound(`the permissions on ${name}`);
    const page = await listGrantsOn(db, organization.id, name, query);
    return { ...page, items: page.items.map(presentGrant) };
  });
  mount.signedIn('listGrantCandidates', async ({ actor, params, query }) => {
    const organization = await authorizeGrant(db, actor, params.organization, (of) => rangeOf(of, query.pattern));
    return { items: await listCandidates(db, organization, actor.id, query) };
  });
  mount.signedIn('putGrant', async ({ actor, params, body }) => putGrant(services, actor, params.organization, body));
  mount.signedIn('removeGrant', async ({ actor, params }) =>
    removeGrant(services, actor, params.organization, params.grant),
  );
}
