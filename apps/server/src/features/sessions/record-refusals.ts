import { problemStatus } from '@wharf/api';
import { ApiError } from '../../bff/problem.ts';
import type { RequestContext } from '../../bff/request-context.ts';
import type { Services } from '../../bff/services.ts';

/** Does `work`, a sign-in as `name`; when it is refused, that is put on the record. */
export async function recordRefusals<T>(
  { logins }: Services,
  name: string,
  { address, requestId }: RequestContext,
  work: Promise<T>,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ApiError && problemStatus[error.code] < 500) {
      logins.refused({ type: 'SignInRefused', name, address, reason: error.code, requestId });
    }
    throw error;
  }
}
