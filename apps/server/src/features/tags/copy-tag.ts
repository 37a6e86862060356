import type { Body, Result } from '@wharf/api';
import { type CopyManifest, copyManifest, type Database, lockRepository, moveTag } from '@wharf/db';
import { type Digest, parseRepositoryName, parseTag, type RepositoryName } from '@wharf/oci';
import type { Transaction } from 'kysely';
import { authorOf } from '../../auth/author.ts';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeOrganization, authorizeRepository } from '../authorize.ts';
import { findTag } from './queries.ts';

type Trx = Transaction<Database>;

interface TagPlace {
  organization: string;
  repository: string;
  tag: string;
}

/**
 * Gives the manifest of a tag another name, here or in another repository: all it needs is linked, nothing sent.
 * @throws ApiError `not-found` for a source that the actor may not read and a target organization that he may not see, `forbidden`,
 *   `name-taken` when the name points elsewhere and `overwrite` is not said
 */
export async function copyTag(
  services: Services,
  actor: UserActor,
  place: TagPlace,
  { to, referrers = true, overwrite = false }: Body<'copyTag'>,
): Promise<Result<'copyTag'>> {
  const at = services.now();
  return await services.database.db.transaction().execute(async (trx) => {
    const source = await authorizeRepository(trx, actor, place, 'read', services.now());
    const organization = to.organization ?? place.organization;
    await authorizeOrganization(trx, actor, organization, 'edit');
    const name = parseRepositoryName(`${organization}/${to.repository ?? place.repository}`);
    const tag = parseTag(to.tag);
    if (!name || !tag) throw notFound('a repository of that name');
    const row = await findTag(trx, source.id, place.tag);
    if (!row) throw notFound(`the tag ${place.tag}`);
    const copy = { digest: row.digest as Digest, tag, overwrite, by: authorOf(actor), at };
    const copied =
      name === `${place.organization}/${place.repository}`
        ? await renameHere(trx, name, copy)
        : await copyManifest(trx, { ...copy, from: source.id, to: name, referrers });
    if (!copied) throw notFound(`the organization ${organization}`);
    if ('missing' in copied) throw notFound(`the manifest ${copied.missing}`);
    if ('taken' in copied) throw tagExists(name, tag, copied.taken);
    const { manifests, bytes, previous } = copied;
    return { tag, digest: copy.digest, previous: previous ?? null, manifests, bytes };
  });
}

async function renameHere(
  trx: Trx,
  name: RepositoryName,
  { digest, tag, overwrite, by, at }: Pick<CopyManifest, 'digest' | 'tag' | 'overwrite' | 'by' | 'at'>,
) {
  const repository = await lockRepository(trx, name);
  const previous = repository && (await findTag(trx, repository.id, tag))?.digest;
  if (previous !== undefined && previous !== digest && !overwrite) return { taken: previous };
  const moved = await moveTag(trx, name, tag, digest, by, at);
  return moved ? { manifests: 0, bytes: 0, previous } : { missing: digest };
}

function tagExists(name: string, tag: string, digest: string): ApiError {
  return new ApiError('name-taken', `${name} has a tag ${tag} already, at ${digest}: say that it may be overwritten`, {
    detail: { reason: 'tag-exists', name, tag, digest },
    fields: [{ field: 'body.to.tag', problem: 'name-taken' }],
  });
}
