import type { Request } from 'express';
import type { Told } from '../refusals/refused.ts';
import { type ApiError, reasonOfCode, statusOf } from './problem.ts';
import { contextOf } from './request-context.ts';
import type { Services } from './services.ts';

/** Notes what the console's API refuses, and gives what the answer says of it. */
export function noteProblem({ refusals }: Pick<Services, 'refusals'>, request: Request, problem: ApiError): Told {
  const { address, userAgent, session, operation, login } = contextOf(request);
  const { organization, repository, tag, digest } = request.params;
  return refusals.note({
    reason: problem.detail.reason ?? reasonOfCode[problem.code],
    message: problem.message,
    detail: problem.detail,
    status: statusOf(problem.code),
    code: problem.code,
    actorId: session?.actor.id,
    login,
    address,
    method: request.method,
    operation: operation ?? 'api',
    repository: repository === undefined ? one(organization) : `${one(organization)}/${one(repository)}`,
    reference: one(tag ?? digest),
    client: userAgent,
    // Looking for a refusal under a wrong id is none.
    kept: keptCodes.has(problem.code) && operation !== 'getRefusal',
  });
}

// A form that does not fit and a name that is taken are told where they happen; what lasts is a right, a limit or a login.
const keptCodes = new Set<ApiError['code']>([
  'wrong-credentials',
  'entry-refused',
  'csrf-token-wrong',
  'forbidden',
  'network-refused',
  'quota-used-up',
  'not-found',
  'too-large',
  'archive-refused',
  'too-many-attempts',
  'storage-full',
]);

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
