import type { Deletion, Restoration, Result } from '@wharf/api';
import { type DeletionsTable, freedBytes, letGoDeletion, listGoing, restoreDeletion } from '@wharf/db';
import { atLeast, type Level } from '@wharf/policies/access';
import { authorOf } from '../../auth/author.ts';
import type { UserActor } from '../../auth/user-actor.ts';
import { notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeOrganization } from '../authorize.ts';
import { presentDeletedManifest, presentDeletedTag, presentDeletion } from './present.ts';
import {
  type DeletionsQuery,
  findDeletion,
  listAll,
  listDeletedManifests,
  listDeletedTags,
  listDeletions,
  listFirstNames,
  listRun,
} from './queries.ts';

interface DeletionPlace {
  organization: string;
  deletion: string;
}

const namesShown = 5;
const contentShown = 500;

/** @throws ApiError `not-found` */
export async function listBin(
  { database: { db }, now }: Services,
  actor: UserActor,
  organization: string,
  query: DeletionsQuery,
): Promise<Result<'listDeletions'>> {
  const { id } = await authorizeOrganization(db, actor, organization, 'read');
  const repository = query.repository && `${organization}/${query.repository}`;
  const page = await listDeletions(db, id, { ...query, repository }, now());
  const names = await listFirstNames(
    db,
    page.items.map((row) => row.id),
    namesShown,
  );
  return { ...page, items: page.items.map((row) => presentDeletion(row, names.get(row.id) ?? [])) };
}

/** Undefined when it does not lie in the bin. Asks nobody's right. */
export async function showDeletion(
  { database: { db }, now }: Services,
  organizationId: string,
  id: string,
): Promise<Deletion | undefined> {
  const row = await findDeletion(db, organizationId, id, now());
  return row && presentDeletion(row, (await listFirstNames(db, [id], namesShown)).get(id) ?? []);
}

/** @throws ApiError `not-found` */
export async function getDeletion(
  services: Services,
  actor: UserActor,
  place: DeletionPlace,
): Promise<Result<'getDeletion'>> {
  const { db } = services.database;
  const { row } = await authorizeDeletion(services, actor, place, 'read');
  const [tags, manifests, going] = await Promise.all([
    listDeletedTags(db, row.id, contentShown),
    listDeletedManifests(db, row.id, contentShown),
    listGoing(db, row.id),
  ]);
  const { freed, shared } = await freedBytes(db, row.repository_id, going, services.now());
  return {
    ...presentDeletion(
      row,
      tags.slice(0, namesShown).map(({ name }) => name),
    ),
    tags: tags.map(presentDeletedTag),
    manifests: manifests.map(presentDeletedManifest),
    bytesFreed: freed,
    sharedBytes: shared,
  };
}

/** @throws ApiError `not-found` (also when its time is over), `forbidden` */
export async function restore(
  services: Services,
  actor: UserActor,
  place: DeletionPlace,
  { overwrite, wholeRun }: { overwrite: boolean; wholeRun: boolean },
): Promise<Restoration> {
  const { db } = services.database;
  const { row, level, organizationId } = await authorizeDeletion(services, actor, place, restoringLevel);
  const at = services.now();
  const run = wholeRun && row.run_id !== null ? await listRun(db, organizationId, row.run_id, at) : [row];
  const sum: Restoration = { deletions: 0, tags: 0, manifests: 0, conflicts: [], lost: [] };
  for (const { id } of run.filter(({ kind }) => atLeast(level, restoringLevel(kind)))) {
    const restored = await restoreDeletion(db, id, authorOf(actor), at, { overwrite });
    if (!restored) continue;
    const { repository } = restored;
    sum.deletions += 1;
    sum.tags += restored.tags;
    sum.manifests += restored.manifests;
    sum.conflicts.push(...restored.conflicts.map((conflict) => ({ repository, ...conflict })));
    sum.lost.push(...restored.lost.map((tag) => ({ repository, ...tag })));
  }
  if (sum.deletions === 0) throw deletionUnknown(place);
  return sum;
}

/** What is pushed can be pushed again by who may push; a repository brings its visibility back. */
function restoringLevel(kind: DeletionsTable['kind']): Level {
  return kind === 'repository' ? 'manage' : 'edit';
}

/** @throws ApiError `not-found` (also when its time is over), `forbidden` */
export async function letGo(services: Services, actor: UserActor, place: DeletionPlace): Promise<void> {
  const { row } = await authorizeDeletion(services, actor, place, 'manage');
  const gone = await letGoDeletion(services.database.db, row.id, authorOf(actor), services.now());
  if (!gone) throw deletionUnknown(place);
}

/** @throws ApiError `not-found`, `forbidden` */
export async function emptyBin(services: Services, actor: UserActor, organization: string): Promise<number> {
  const { db } = services.database;
  const { id } = await authorizeOrganization(db, actor, organization, 'manage');
  const at = services.now();
  let deletions = 0;
  for (const { id: deletion } of await listAll(db, id, at)) {
    if (await letGoDeletion(db, deletion, authorOf(actor), at)) deletions += 1;
  }
  return deletions;
}

async function authorizeDeletion(
  { database: { db }, now }: Services,
  actor: UserActor,
  place: DeletionPlace,
  wanted: Level | ((kind: DeletionsTable['kind']) => Level),
) {
  const organization = await authorizeOrganization(db, actor, place.organization, 'read');
  const row = await findDeletion(db, organization.id, place.deletion, now());
  if (!row) throw deletionUnknown(place);
  const needed = typeof wanted === 'function' ? wanted(row.kind) : wanted;
  // Asked again for the refusal, which says who can grant it.
  const { level } = await authorizeOrganization(db, actor, place.organization, needed);
  return { row, level, organizationId: organization.id };
}

function deletionUnknown({ deletion }: DeletionPlace) {
  return notFound(`the deletion ${deletion}`);
}
