import type { Result } from '@wharf/api';
import { refusalScopesOf } from '@wharf/policies/refusals';
import { classifyTrouble } from '@wharf/policies/troubleshooting';
import type { UserActor } from '../../auth/user-actor.ts';
import type { Services } from '../../bff/services.ts';
import { presentRefusal } from '../../refusals/present.ts';
import { findRefusal } from '../../refusals/queries.ts';

export async function diagnose(
  { database, refusals }: Services,
  actor: UserActor,
  text: string,
): Promise<Result<'createDiagnosis'>> {
  const { cause, facts } = classifyTrouble(text);
  let refusal: Result<'createDiagnosis'>['refusal'] = null;
  if (facts.refusal !== undefined) {
    await refusals.flush();
    const row = await findRefusal(database.db, actor, refusalScopesOf(actor), facts.refusal);
    refusal = row ? presentRefusal(row) : null;
  }
  return { cause: cause ?? null, facts, refusal };
}
