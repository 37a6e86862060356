import { problemStatus } from '@wharf/api';
import type { Provenance } from '@wharf/policies/access';
import type { LoginRecord } from '../audit/login-record.ts';
import { ApiError } from '../bff/problem.ts';
import type { Services } from '../bff/services.ts';

interface Attempt {
  type: Parameters<LoginRecord['refused']>[0]['type'];
  /** Whom it claims to be. */
  name: string;
  /** Undefined where it is not known. */
  came: Partial<Pick<Provenance, 'address' | 'requestId' | 'credential'>> | undefined;
}

/** Does `work`, by which somebody proves himself; when it is refused, that is put on the record. */
export async function recordRefusals<T>(
  { logins }: Pick<Services, 'logins'>,
  { type, name, came }: Attempt,
  work: Promise<T>,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ApiError && problemStatus[error.code] < 500) {
      const { address = '', requestId, credential } = came ?? {};
      // Who may not come in is told why; so is the record.
      const reason = error.code === 'entry-refused' ? String(error.detail.reason ?? error.code) : error.code;
      logins.refused({ type, name, address, reason, requestId, ...(credential && { credential }) });
    }
    throw error;
  }
}
