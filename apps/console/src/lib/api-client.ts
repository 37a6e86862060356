import type { Body, Operation, Params, Problem, ProblemCode, Query, Result } from '@wharf/api';
import { pathOf, routeOf } from '@wharf/api/routes';

/** An answer other than success, or none at all (`offline`). `code` is what the console translates. */
export class ApiProblem extends Error {
  readonly code: ProblemCode | 'offline' | 'unreadable';
  readonly status: number;
  readonly requestId: string | undefined;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly fields: Problem['fields'];

  constructor(
    problem: { code: ApiProblem['code']; message: string } & Partial<Pick<Problem, 'requestId' | 'detail' | 'fields'>>,
    status: number,
  ) {
    super(problem.message);
    this.name = 'ApiProblem';
    this.code = problem.code;
    this.status = status;
    this.requestId = problem.requestId;
    this.detail = problem.detail ?? {};
    this.fields = problem.fields ?? [];
  }
}

export interface CallInput<O extends Operation> {
  params?: Params<O>;
  query?: Query<O>;
  body?: Body<O>;
  signal?: AbortSignal;
}

let csrfToken = '';

/** The session's token; it goes with everything that changes something. */
export function rememberCsrfTokenOf(session: { csrfToken: string } | null): void {
  csrfToken = session?.csrfToken ?? '';
}

/** Calls one operation of the contract. Throws `ApiProblem`, or the abort's own error when `signal` fired. */
export async function call<O extends Operation>(operation: O, input: CallInput<O> = {}): Promise<Result<O>> {
  const { method } = routeOf(operation);
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') headers['x-csrf-token'] = csrfToken;
  if (input.body !== undefined) headers['content-type'] = 'application/json';
  const response = await send(addressOf(operation, input), {
    method,
    headers,
    ...(input.body !== undefined && { body: JSON.stringify(input.body) }),
    ...(input.signal && { signal: input.signal }),
  });
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined as Result<O>;
  return (await response.json()) as Result<O>;
}

export function addressOf<O extends Operation>(operation: O, input: Pick<CallInput<O>, 'params' | 'query'>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (Array.isArray(value)) for (const one of value) query.append(name, String(one));
    else if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  }
  const path = `/api${pathOf(operation, (input.params ?? {}) as Record<string, string>)}`;
  return query.size > 0 ? `${path}?${query}` : path;
}

async function send(address: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { credentials: 'same-origin', ...request });
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new ApiProblem({ code: 'offline', message: 'The server did not answer.' }, 0);
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const requestId = response.headers.get('x-request-id');
  const unreadable = {
    code: 'unreadable' as const,
    message: `The server answered ${response.status} without a readable reason.`,
    ...(requestId && { requestId }),
  };
  try {
    const problem = (await response.json()) as Partial<Problem>;
    if (!problem.code) return new ApiProblem(unreadable, response.status);
    return new ApiProblem({ message: '', ...problem, code: problem.code }, response.status);
  } catch {
    // A proxy's own error page is not JSON.
    return new ApiProblem(unreadable, response.status);
  }
}
