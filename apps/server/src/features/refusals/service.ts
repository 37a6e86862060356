import type { Refusal, RefusalScope, Result } from '@wharf/api';
import { refusalScopesOf } from '@wharf/policies/refusals';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { presentRefusal } from '../../refusals/present.ts';
import { findRefusal, listRefusals, type RefusalsQuery } from '../../refusals/queries.ts';

/** @throws ApiError `forbidden` for a scope that is not the caller's */
export async function getRefusals(
  { database, refusals }: Services,
  actor: UserActor,
  { scope, ...query }: RefusalsQuery & { scope: RefusalScope },
): Promise<Result<'listRefusals'>> {
  if (!refusalScopesOf(actor).includes(scope)) {
    const reason = scope === 'server' ? 'system-administrators-only' : 'administrators-only';
    throw new ApiError('forbidden', "others' refusals are for administrators", { detail: { reason } });
  }
  // Whoever was just refused looks for it at once.
  await refusals.flush();
  const page = await listRefusals(database.db, actor, scope, query);
  return { ...page, items: page.items.map(presentRefusal) };
}

/** @throws ApiError `not-found` when there is none that the caller may see */
export async function getRefusal({ database, refusals }: Services, actor: UserActor, id: string): Promise<Refusal> {
  await refusals.flush();
  const row = await findRefusal(database.db, actor, refusalScopesOf(actor), id.toUpperCase());
  if (!row) throw notFound('this refusal');
  return presentRefusal(row);
}
