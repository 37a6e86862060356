import type { ErrorBody } from '@wharf/oci';

/** A registry's answer that was not the one asked for. `errors` is its error body, empty when it sent none that reads as one. */
export class RegistryClientError extends Error {
  override name = 'RegistryClientError';
  readonly status: number;
  readonly errors: ErrorBody['errors'];
  /** The answer's headers, names in lowercase. */
  readonly headers: Record<string, string | string[] | undefined>;

  /** @param what the request, as `PUT /v2/org/app/manifests/1`. */
  constructor(what: string, status: number, headers: RegistryClientError['headers'], body: string) {
    const errors = parseErrors(body);
    const reasons = errors.map(({ code, message }) => `${code}: ${message}`).join('; ');
    super(`${what} was answered with ${status}${reasons === '' ? '' : ` (${reasons})`}`);
    this.status = status;
    this.headers = headers;
    this.errors = errors;
  }

  /** Whether the body names this error code of the distribution spec. */
  has(code: ErrorBody['errors'][number]['code']): boolean {
    return this.errors.some((error) => error.code === code);
  }
}

/** The registry gave no answer that can be used: the connection failed, or the answer breaks the spec. */
export class RegistryUnreachable extends Error {
  override name = 'RegistryUnreachable';
}

export function parseErrors(body: string): ErrorBody['errors'] {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return [];
  }
  const { errors } = (json ?? {}) as { errors?: unknown };
  if (!Array.isArray(errors)) return [];
  return errors.filter(
    (error): error is ErrorBody['errors'][number] =>
      typeof error === 'object' &&
      error !== null &&
      typeof error.code === 'string' &&
      typeof error.message === 'string',
  );
}
