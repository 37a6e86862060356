import type { Result } from '@wharf/api';
import { moveTag } from '@wharf/db';
import { parseDigest, parseRepositoryName, parseTag } from '@wharf/oci';
import { authorOf } from '../../auth/author.ts';
import type { UserActor } from '../../auth/user-actor.ts';
import { notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeRepository } from '../authorize.ts';

/**
 * Points a tag at another manifest of its repository, out of the recycle bin if it lies there.
 * @throws ApiError `not-found` when that manifest is gone, `forbidden`
 */
export async function moveTagTo(
  services: Services,
  actor: UserActor,
  place: { organization: string; repository: string; tag: string },
  digestText: string,
): Promise<Result<'moveTag'>> {
  const name = parseRepositoryName(`${place.organization}/${place.repository}`);
  const tag = parseTag(place.tag);
  const digest = parseDigest(digestText);
  return await services.database.db.transaction().execute(async (trx) => {
    await authorizeRepository(trx, actor, place, 'edit', services.now());
    const moved = name && tag && digest && (await moveTag(trx, name, tag, digest, authorOf(actor), services.now()));
    if (!moved) throw notFound(`the manifest ${digestText}`);
    return { tag, digest, previous: moved.previous ?? null };
  });
}
