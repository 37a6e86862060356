import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { getTags, listKeys, updateTags } from './service.ts';

export function resourceTagRoutes(mount: Mount, services: Services): void {
  const { db } = services.database;
  mount.signedIn('getOrganizationResourceTags', async ({ actor, params }) => ({
    items: await getTags(services, actor, params),
  }));
  mount.signedIn('updateOrganizationResourceTags', async ({ actor, params, body }) => ({
    items: await updateTags(services, actor, params, body),
  }));
  mount.signedIn('getRepositoryResourceTags', async ({ actor, params }) => ({
    items: await getTags(services, actor, params),
  }));
  mount.signedIn('updateRepositoryResourceTags', async ({ actor, params, body }) => ({
    items: await updateTags(services, actor, params, body),
  }));
  mount.signedIn('listResourceTagKeys', async ({ actor, query }) => listKeys(db, actor, query.on));
}
