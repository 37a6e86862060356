import type { DeletionPreview, DeletionSelection } from '@wharf/api';
import { type DeletionPlan, freedBytes, planDeletion } from '@wharf/db';
import type { UserActor } from '../../auth/user-actor.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeRepository } from '../authorize.ts';
import { isoTime } from '../iso-time.ts';
import { containedInIndex, type RepositoryPlace } from './problems.ts';
import { countShares } from './queries.ts';
import { nameSelection, planEverything, stepSize } from './selection.ts';
import { listReferrers } from './selection-queries.ts';

const namesShown = 20;
const dayMs = 86_400_000;

/** What a deletion would do, told before it is done. @throws ApiError `not-found`, `forbidden`, `not-empty` */
export async function previewDeletion(
  services: Services,
  actor: UserActor,
  place: RepositoryPlace,
  selection: DeletionSelection,
): Promise<DeletionPreview> {
  const { db } = services.database;
  const { id } = await authorizeRepository(db, actor, place, 'manage', services.now());
  const at = services.now();
  const plan =
    'repository' in selection
      ? await planEverything(db, id)
      : await planDeletion(db, id, await nameSelection(db, id, selection, at));
  if ('kept' in plan) throw containedInIndex(plan.kept);
  const { recycleBinDays } = services.config;
  const freedAt = new Date(at.getTime() + recycleBinDays * dayMs);
  const [{ freed, shared }, referrers] = await Promise.all([
    freedBytes(db, id, plan.manifests, freedAt),
    plan.manifests.size > 1 ? listReferrers(db, id) : [],
  ]);
  return {
    tags: plan.tags.size,
    tagNames: [...plan.tags.keys()].sort().slice(0, namesShown),
    manifests: plan.manifests.size,
    referrers: referrers.filter(({ digest, subject }) => plan.manifests.has(digest) && plan.manifests.has(subject))
      .length,
    keptManifests: countKept(plan),
    bytesFreed: freed,
    sharedBytes: shared,
    freedAt: isoTime(freedAt.getTime()),
    restorable: recycleBinDays > 0,
    shareCount: await countShares(db, id, at),
    asJob: isLarge(plan),
  };
}

/** More than one transaction should take. */
export function isLarge({ tags, manifests }: DeletionPlan): boolean {
  return tags.size > stepSize || manifests.size > 4 * stepSize;
}

function countKept({ tags, manifests }: DeletionPlan): number {
  return new Set([...tags.values()].filter((digest) => !manifests.has(digest))).size;
}
