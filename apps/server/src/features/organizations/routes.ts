import type { UserActor } from '../../auth/user-actor.ts';
import type { Mount } from '../../bff/endpoint.ts';
import { notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeOrganization, seeOrganization } from '../authorize.ts';
import { listResourceTags } from '../resource-tag-filter.ts';
import { presentOrganization } from './present.ts';
import { getOrganizationRow, getQuota, listOrganizations } from './queries.ts';
import { createOrganization, removeOrganization, updateOrganization } from './service.ts';

export function organizationRoutes(mount: Mount, services: Services): void {
  const { db } = services.database;
  const show = async (actor: UserActor, name: string, id: string) => {
    const row = await getOrganizationRow(db, actor, id);
    if (!row) throw notFound(`the organization ${name}`);
    return presentOrganization(row, actor, (await listResourceTags(db, [id])).get(id));
  };
  mount.signedIn('listOrganizations', async ({ actor, query }) => {
    const [page, { used, limit }] = await Promise.all([
      listOrganizations(db, actor, query),
      getQuota(db, actor.accountId),
    ]);
    const marks = await listResourceTags(
      db,
      page.items.map(({ id }) => id),
    );
    return {
      ...page,
      items: page.items.map((row) => presentOrganization(row, actor, marks.get(row.id))),
      quota: { used, limit },
    };
  });
  mount.signedIn('createOrganization', async ({ actor, body }) => createOrganization(services, actor, body));
  mount.signedIn('getOrganization', async ({ actor, params }) => {
    const { id } = await seeOrganization(db, actor, params.organization);
    return show(actor, params.organization, id);
  });
  mount.signedIn('updateOrganization', async ({ actor, params, body }) => {
    const { id } = await authorizeOrganization(db, actor, params.organization, 'manage');
    await updateOrganization(services, actor, params.organization, body);
    return show(actor, params.organization, id);
  });
  mount.signedIn('removeOrganization', async ({ actor, params }) =>
    removeOrganization(services, actor, params.organization),
  );
}
