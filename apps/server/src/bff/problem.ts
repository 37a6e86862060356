import { type Problem, type ProblemCode, problemStatus } from '@wharf/api';
import type { Reason } from '@wharf/policies/refusals';
import { QuotaExceeded } from '@wharf/registry';
import type { z } from 'zod';
import { DirectoryUnavailable } from '../auth/directory/directory-errors.ts';
import { GateFull } from '../auth/gate.ts';

/** Facts for the console's own words: level wanted, who can grant it, seconds to wait ... */
export interface ProblemDetail {
  /** Where it is left out, the code says why. */
  reason?: Reason;
  [fact: string]: unknown;
}

/** A refusal of the console's API. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly code: ProblemCode;
  readonly detail: ProblemDetail;
  readonly fields: Problem['fields'];
  readonly headers: Record<string, string>;

  constructor(
    code: ProblemCode,
    message: string,
    more: { detail?: ProblemDetail; fields?: Problem['fields']; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.code = code;
    this.detail = more.detail ?? {};
    this.fields = more.fields ?? [];
    this.headers = more.headers ?? {};
  }
}

export function notFound(what: string): ApiError {
  return new ApiError('not-found', `${what} does not exist, or you may not see it`);
}

/** @param part what was parsed (`body`, `query` ...): the first step of each field's path. */
export function invalidInput(part: string, error: z.core.$ZodError): ApiError {
  const fields = error.issues.map((issue) => ({ field: [part, ...issue.path].join('.'), problem: wordOf(issue) }));
  const text = fields.map(({ field, problem }) => `${field}: ${problem}`).join('; ');
  return new ApiError('invalid-input', `the request does not fit: ${text}`, { fields });
}

// The contract's own refusals carry a word for the console as their message; zod's carry their issue code.
function wordOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom' || /^[a-z]+(?:-[a-z]+)+$/.test(issue.message)) return issue.message;
  if (issue.code === 'too_big' && issue.origin === 'string') return 'too-long';
  if (issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1) return 'empty';
  return issue.code.replaceAll('_', '-');
}

/** Any thrown thing as an answer; undefined for what nobody foresaw. */
export function asApiError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (error instanceof QuotaExceeded) return new ApiError('quota-used-up', error.message, { detail: error.detail });
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;
  switch (type) {
    case 'entity.too.large':
      return bodyProblem('too-long');
    case 'entity.parse.failed':
    case 'charset.unsupported':
    case 'encoding.unsupported':
    case 'request.aborted':
    case 'request.size.invalid':
      return bodyProblem('not-json');
  }
  if (error instanceof DirectoryUnavailable) {
    return new ApiError('unavailable', 'the directory that knows this password does not answer; try again later', {
      detail: { reason: 'directory-away' },
      headers: { 'Retry-After': '10' },
    });
  }
  if (error instanceof GateFull) {
    return new ApiError('unavailable', 'too many sign-ins at the same time; try again in a few seconds', {
      headers: { 'Retry-After': '3' },
    });
  }
  // Express: a path with a broken percent escape.
  if (error instanceof URIError) return new ApiError('invalid-input', 'the path is not well encoded');
  return undefined;
}

/** Of the body as a whole. */
export function bodyProblem(problem: string): ApiError {
  return new ApiError('invalid-input', `the body is refused: ${problem}`, { fields: [{ field: 'body', problem }] });
}

export function statusOf(code: ProblemCode): number {
  return problemStatus[code];
}

/** Why, where the refusal itself gives no other reason. */
export const reasonOfCode: Record<ProblemCode, Reason> = {
  'invalid-input': 'invalid-input',
  'not-signed-in': 'not-signed-in',
  'wrong-credentials': 'unknown-or-wrong',
  'csrf-token-wrong': 'token',
  forbidden: 'forbidden',
  'network-refused': 'network-refused',
  'would-lock-out': 'would-lock-out',
  'quota-used-up': 'quota-used-up',
  'not-found': 'not-found',
  'name-taken': 'name-taken',
  'not-empty': 'not-empty',
  'image-public': 'image-public',
  'not-on-yourself': 'on-yourself',
  'not-on-own-account': 'on-own-account',
  'no-password': 'no-password',
  'second-factor-on': 'second-factor-on',
  'identity-linked': 'identity-linked',
  'entry-refused': 'user-disabled',
  'password-change-needed': 'password-change-needed',
  'too-large': 'too-large',
  'archive-refused': 'archive-refused',
  'too-many-attempts': 'too-many-attempts',
  internal: 'internal',
  unavailable: 'unavailable',
  'storage-full': 'storage-full',
};

export function problemBody(error: ApiError, requestId: string, detail: Record<string, unknown>): Problem {
  return { code: error.code, message: error.message, requestId, detail, fields: error.fields };
}
