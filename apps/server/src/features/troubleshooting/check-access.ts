import type { Body, Result } from '@wharf/api';
import { nameProblemText, parseRepositoryName, type RepositoryName, splitRepositoryName } from '@wharf/oci';
import { decideRepository, levelOnRepository } from '@wharf/policies/access';
import { explainReason } from '@wharf/policies/refusals';
import { explainRefusal } from '../../auth/explain.ts';
import { findRepositoryFacts } from '../../auth/facts.ts';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { findSubject, type Subject } from './subjects.ts';

type Check = Result<'createAccessCheck'>;

/**
 * What the registry would decide now.
 * @throws ApiError `forbidden`, `not-found` when the caller may not ask about that subject, `invalid-input` for what is no name
 */
export async function checkAccess(
  services: Services,
  asker: UserActor,
  { subject: asked, repository, action }: Body<'createAccessCheck'>,
): Promise<Check> {
  const name = readName(repository);
  const { actor, barred } =
    asked.kind === 'me' ? { actor: asker, barred: undefined } : await subjectFor(services, asker, asked, name);
  const common = { subject: actor.name, held: null, wanted: null };
  if (barred) {
    return { ...common, allowed: false, because: null, reason: barred, message: explainReason(barred).cause };
  }
  const facts = await findRepositoryFacts(services.database.db, actor, name);
  const decision = decideRepository(actor, facts, action, services.policy());
  if (decision.allowed) return { ...common, allowed: true, because: decision.because, reason: null, message: null };
  const { message } = explainRefusal(action, name, decision, services.config.publicUrl);
  const { reason, held = null, wanted } = decision;
  return { ...common, allowed: false, because: null, reason, held, wanted, message };
}

/** Others' rights are for who administers them, and for who manages the image. */
async function subjectFor(
  { database: { db }, now }: Services,
  asker: UserActor,
  { kind, name: subject }: { kind: 'user' | 'robot' | 'account'; name: string },
  name: RepositoryName,
): Promise<Subject> {
  const anywhere = asker.role === 'system-administrator';
  const managed = levelOnRepository(asker, await findRepositoryFacts(db, asker, name)) === 'manage';
  if (!managed && asker.role === 'member') {
    const text = "others' permissions are for who manages the image, and for administrators";
    throw new ApiError('forbidden', text, { detail: { reason: 'forbidden' } });
  }
  const found = await findSubject(db, kind, subject, now().getTime());
  // Whoever shares an image names other accounts; users and robots of those are not his to know.
  const own = found?.actor.accountId === asker.accountId || (kind === 'account' && managed);
  if (!found || !(own || anywhere)) throw notFound(`the ${kind} ${subject}`);
  return found;
}

function readName(text: string): RepositoryName {
  const name = parseRepositoryName(text);
  if (name) return name;
  const split = splitRepositoryName(text);
  const problem = 'problem' in split ? split.problem : 'character';
  throw new ApiError('invalid-input', `${text} is no image name: ${nameProblemText(problem)}`, {
    detail: { reason: `name-${problem}` },
    fields: [{ field: 'body.repository', problem }],
  });
}
