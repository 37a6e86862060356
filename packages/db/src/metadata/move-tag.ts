import type { Digest, RepositoryName, Tag } from '@wharf/oci';
import type { Author } from '@wharf/registry';
import type { Transaction } from 'kysely';
import { recordEvents } from '../events.ts';
import { reviveManifests } from '../recycle-bin/revive-manifests.ts';
import type { Database } from '../schema.ts';
import { changeRepository, lockRepository } from './locked-repository.ts';
import { createdTags, findTagDigests, putTags } from './put-tags.ts';

/**
 * Points a tag, made when absent, at a manifest of its repository: one in the recycle bin comes back with what went with it.
 * Undefined when the repository does not hold the manifest any more.
 */
export async function moveTag(
  trx: Transaction<Database>,
  name: RepositoryName,
  tag: Tag,
  digest: Digest,
  by: Author,
  at: Date,
): Promise<{ previous: string | undefined } | undefined> {
  const repository = await lockRepository(trx, name);
  if (!repository) return undefined;
  const revived = await reviveManifests(trx, repository.id, [digest], { referrers: true });
  const there = await trx
    .selectFrom('manifests')
    .select('digest')
    .where('repository_id', '=', repository.id)
    .where('digest', '=', digest)
    .executeTakeFirst();
  if (!there) return undefined;
  const previous = (await findTagDigests(trx, repository.id, [tag])).get(tag);
  const put = { name: tag, digest, pushedAt: at.getTime(), pushedBy: by.name };
  const events = await putTags(trx, repository.id, [put], by, at);
  await changeRepository(trx, repository, {
    tags: createdTags(events),
    bytes: revived.bytes,
    pushedAt: at.getTime(),
  });
  await recordEvents(trx, repository, by, at, events);
  return { previous };
}
