import { type ErrorCode, errorStatus } from '@wharf/oci';
import type { RefusalReason } from './reason.ts';

/** What a refusal tells its reader beyond the sentence: which rule, and what can be done by whom. */
export interface RefusalDetail {
  reason: RefusalReason;
  /** The rule that refused, where one has a name of its own. */
  rule?: string;
  /** What the reader can do now. */
  remedy?: string;
  [fact: string]: unknown;
}

/** A refusal in the words of the distribution spec; the http writer makes the error body of it. */
export class RegistryError extends Error {
  override name = 'RegistryError';
  readonly code: ErrorCode;
  readonly detail: RefusalDetail;
  readonly status: number;
  readonly headers: Record<string, string>;

  /** @param options.status overrides the code's own status (413 and 416 share codes with 400). */
  constructor(
    code: ErrorCode,
    message: string,
    detail: RefusalDetail,
    options: { status?: number; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.code = code;
    this.detail = detail;
    this.status = options.status ?? errorStatus[code];
    this.headers = options.headers ?? {};
  }
}
