import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeOrganization } from '../authorize.ts';
import { presentGrant } from './present.ts';
import { listCandidates, listGrants } from './queries.ts';
import { putGrant, removeGrant } from './service.ts';

export function grantRoutes(mount: Mount, services: Services): void {
  const { db } = services.database;
  mount.signedIn('listGrants', async ({ actor, params, query }) => {
    const { id } = await authorizeOrganization(db, actor, params.organization, 'read');
    const page = await listGrants(db, id, query);
    return { ...page, items: page.items.map(presentGrant) };
  });
  mount.signedIn('listGrantCandidates', async ({ actor, params, query }) => {
    const organization = await authorizeOrganization(db, actor, params.organization, 'manage');
    return { items: await listCandidates(db, organization, actor.id, query.q) };
  });
  mount.signedIn('putGrant', async ({ actor, params, body }) => putGrant(services, actor, params, body.level));
  mount.signedIn('removeGrant', async ({ actor, params }) => removeGrant(services, actor, params));
}
