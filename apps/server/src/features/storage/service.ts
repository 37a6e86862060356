import type { Result, StorageLedger, StoragePart, StorageShares } from '@wharf/api';
import { freedBytes, type ServerFacts, serverId } from '@wharf/db';
import { enqueueJob } from '@wharf/jobs';
import type { UserActor } from '../../auth/user-actor.ts';
import { notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeOrganization, authorizeRepository } from '../authorize.ts';
import { isoTime } from '../iso-time.ts';
import { presentJob } from '../jobs/present.ts';
import { listJobs } from '../jobs/queries.ts';
import type { PageQuery } from '../list-page.ts';
import { recordEvent } from '../record-event.ts';
import { checkBlobsKind } from './check-job.ts';
import { collectGarbageKind, collectionCron, measureStorageKind } from './collect-job.ts';
import {
  findLedger,
  findUnendedJob,
  type LedgerRow,
  listLargestImages,
  listLargestOrganizations,
  listTagManifests,
} from './queries.ts';

const partLimit = 50;

export async function getStorage({ database: { db }, config }: Services): Promise<Result<'getStorage'>> {
  const [row, organizations, measurement, check] = await Promise.all([
    findLedger(db, serverId),
    listLargestOrganizations(db, partLimit),
    findUnendedJob(db, measureStorageKind),
    findUnendedJob(db, checkBlobsKind),
  ]);
  const facts = row?.facts ? (JSON.parse(row.facts) as ServerFacts) : undefined;
  return {
    ledger: row && facts ? { ...presentLedger(row), ...facts } : null,
    organizations: organizations.map((each) => presentPart(each, each.name)),
    graceMinutes: config.collectionGraceMinutes,
    schedule: collectionCron(config) ?? null,
    running: { measurement: measurement ?? null, check: check ?? null },
  };
}

/** @throws ApiError `not-found`, `forbidden` for who does not manage it */
export async function getOrganizationStorage(
  { database: { db } }: Services,
  actor: UserActor,
  name: string,
): Promise<Result<'getOrganizationStorage'>> {
  const { id } = await authorizeOrganization(db, actor, name, 'manage');
  const [row, images] = await Promise.all([findLedger(db, id), listLargestImages(db, id, partLimit)]);
  return {
    ledger: row ? presentLedger(row) : null,
    images: images.map((image) => presentPart(image, image.name.slice(name.length + 1))),
  };
}

type Place = { organization: string; repository: string };

/** @throws ApiError `not-found`, `forbidden` for who does not manage it */
export async function getRepositoryStorage(
  { database: { db }, now }: Services,
  actor: UserActor,
  place: Place,
): Promise<Result<'getRepositoryStorage'>> {
  const { id } = await authorizeRepository(db, actor, place, 'manage', now());
  const row = await findLedger(db, id);
  return { ledger: row ? presentLedger(row) : null };
}

/** @throws ApiError `not-found` */
export async function getTagStorage(
  { database: { db }, now }: Services,
  actor: UserActor,
  { tag, ...place }: Place & { tag: string },
): Promise<Result<'getTagStorage'>> {
  const { id, held } = await authorizeRepository(db, actor, place, 'read', now());
  // How much of it is used elsewhere is not for whom it is only shared with.
  if (!held) throw notFound(`the storage of the tag ${tag}`);
  const manifests = await listTagManifests(db, id, tag);
  if (manifests.length === 0) throw notFound(`the tag ${tag}`);
  const { freed, shared } = await freedBytes(db, id, manifests, now());
  return { uniqueBytes: freed, sharedBytes: shared };
}

export async function listCollections(
  { database: { db }, now }: Services,
  actor: UserActor,
  query: PageQuery & { sort?: '-createdAt' | undefined },
): Promise<Result<'listCollections'>> {
  const page = await listJobs(db, actor, { ...query, kind: collectGarbageKind });
  const at = now();
  const items = page.items.map((row) => {
    const job = presentJob(row, at);
    const { dryRun } = JSON.parse(row.params) as { dryRun?: boolean };
    const result = job.result as Result<'listCollections'>['items'][number]['result'];
    return { job, dryRun: dryRun ?? false, result };
  });
  return { ...page, items };
}

/** Begins a job of the server's own; while the same is under way by hand, that one. */
export async function beginJob(
  services: Services,
  actor: UserActor,
  kind: typeof collectGarbageKind | typeof checkBlobsKind | typeof measureStorageKind,
  params: Record<string, unknown>,
): Promise<{ job: string }> {
  const at = services.now();
  const { id } = await services.database.db.transaction().execute(async (trx) => {
    const author = { id: actor.id, name: actor.name };
    const job = await enqueueJob(trx, { kind, params, uniqueKey: `by-hand ${JSON.stringify(params)}`, author }, at);
    if (job.created) {
      await recordEvent(trx, {
        type: 'StorageJobCreated',
        accountId: actor.accountId,
        payload: { job: job.id, kind, ...params },
        author: actor,
        at,
      });
    }
    return job;
  });
  services.wakeJobs();
  return { job: id };
}

function presentShares(row: LedgerRow): StorageShares {
  return {
    uniqueBytes: row.unique_bytes,
    sharedBytes: row.shared_bytes,
    binBytes: row.bin_bytes,
    awaitingBytes: row.awaiting_bytes,
    uploadBytes: row.upload_bytes,
  };
}

function presentLedger(row: LedgerRow): StorageLedger {
  return { ...presentShares(row), computedAt: isoTime(row.computed_at) };
}

function presentPart(row: LedgerRow, name: string): StoragePart {
  return { name, ...presentShares(row) };
}
