import type { Mount } from '../../bff/endpoint.ts';
import { notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeRepository } from '../authorize.ts';
import { copyTag } from './copy-tag.ts';
import { listTagChanges, presentTagChange } from './history.ts';
import { moveTagTo } from './move-tag.ts';
import { presentTag } from './present.ts';
import { findTag, listTags } from './queries.ts';

export function tagRoutes(mount: Mount, services: Services): void {
  const { db } = services.database;
  mount.signedIn('listTags', async ({ actor, params, query }) => {
    const { id, held } = await authorizeRepository(db, actor, params, 'read', services.now());
    const page = await listTags(db, id, query);
    return { ...page, items: page.items.map((row) => presentTag(row, held !== undefined)) };
  });
  mount.signedIn('getTag', async ({ actor, params }) => {
    const { id, held } = await authorizeRepository(db, actor, params, 'read', services.now());
    const row = await findTag(db, id, params.tag);
    if (!row) throw notFound(`the tag ${params.tag}`);
    return presentTag(row, held !== undefined);
  });
  mount.signedIn('copyTag', async ({ actor, params, body }) => copyTag(services, actor, params, body));
  mount.signedIn('moveTag', async ({ actor, params, body }) => moveTagTo(services, actor, params, body.digest));
  mount.signedIn('listTagChanges', async ({ actor, params, query }) => {
    const { id, held } = await authorizeRepository(db, actor, params, 'read', services.now());
    // It tells of people and of the recycle bin.
    if (!held) throw notFound(`the history of the tag ${params.tag}`);
    const page = await listTagChanges(db, id, params.tag, query);
    return { ...page, items: page.items.map(presentTagChange) };
  });
}
