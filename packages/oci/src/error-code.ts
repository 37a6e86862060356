/** Distribution spec v1.1, "Error Codes" (code-1 ... code-14), with the status this registry answers. */
export const errorStatus = {
  BLOB_UNKNOWN: 404,
  BLOB_UPLOAD_INVALID: 400,
  BLOB_UPLOAD_UNKNOWN: 404,
  DIGEST_INVALID: 400,
  MANIFEST_BLOB_UNKNOWN: 400,
  MANIFEST_INVALID: 400,
  MANIFEST_UNKNOWN: 404,
  NAME_INVALID: 400,
  NAME_UNKNOWN: 404,
  SIZE_INVALID: 400,
  UNAUTHORIZED: 401,
  DENIED: 403,
  UNSUPPORTED: 405,
  TOOMANYREQUESTS: 429,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** The body of every refusal: distribution spec, "Error Codes". */
export interface ErrorBody {
  errors: { code: ErrorCode | 'UNKNOWN'; message: string; detail?: unknown }[];
}
