/** Each is a key of the console's messages. */
export type ArchiveErrorCode =
  /** Not a tar, nor a compressed one. */
  | 'not-an-archive'
  /** A compression or a kind of member that is not read here. */
  | 'unsupported'
  /** It ends too early. */
  | 'truncated'
  /** Its compression or a tar header is damaged. */
  | 'corrupt'
  /** An absolute path, or one that climbs out with `..`. */
  | 'unsafe-path'
  /** A link to something outside of the archive, or in a circle. */
  | 'unsafe-link'
  /** Neither manifest.json, repositories nor index.json. */
  | 'no-manifest'
  /** It holds no image at all. */
  | 'no-image'
  | 'manifest-missing'
  | 'config-missing'
  | 'layer-missing'
  /** A document is not JSON in UTF-8. */
  | 'bad-json'
  /** JSON of another shape than its format says. */
  | 'manifest-format'
  | 'digest-differs'
  | 'size-differs'
  /** A document, the number of members or the nesting is beyond what any image needs. */
  | 'too-large'
  /** It unpacks to so much more than its size that it is made to do harm. */
  | 'bomb';

export interface ArchiveErrorDetail {
  /** The outer file. */
  file?: string;
  /** Path within the archive. */
  member?: string;
  found?: string | number;
  wanted?: string | number;
  /** Byte offset in the (unpacked) archive. */
  at?: number;
  /** Place within a JSON document. */
  where?: string;
}

/** An archive that cannot be taken; `message` says in English what is wrong and where. */
export class ArchiveError extends Error {
  override name = 'ArchiveError';
  readonly code: ArchiveErrorCode;
  detail: ArchiveErrorDetail;
  constructor(code: ArchiveErrorCode, message: string, detail: ArchiveErrorDetail = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.detail = detail;
  }
}
