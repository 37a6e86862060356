import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { seeOrganization } from '../authorize.ts';
import { listResourceTags } from '../resource-tag-filter.ts';
import { presentRepository } from './present.ts';
import { listRepositories } from './queries.ts';
import { getRepository, updateRepository } from './service.ts';

export function repositoryRoutes(mount: Mount, services: Services): void {
  const { db } = services.database;
  mount.signedIn('listRepositories', async ({ actor, query }) => {
    const organization =
      query.organization === undefined ? undefined : await seeOrganization(db, actor, query.organization);
    const page = await listRepositories(db, actor, organization, query, services.now());
    const marks = await listResourceTags(
      db,
      page.items.map(({ id }) => id),
    );
    return { ...page, items: page.items.map((row) => presentRepository(row, actor, marks.get(row.id))) };
  });
  mount.signedIn('getRepository', async ({ actor, params }) => getRepository(services, actor, params));
  mount.signedIn('updateRepository', async ({ actor, params, body }) =>
    updateRepository(services, actor, params, body),
  );
}
