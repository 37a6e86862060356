import { ArchiveError } from '@wharf/image-archive';
import { ApiProblem } from '../../../lib/api-client.ts';
import type { UploadProblem } from '../protocol.ts';

/** Something that went wrong on the way. `code` is what the console translates. */
export class TransferProblem extends Error {
  override name = 'TransferProblem';
  readonly code: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** Another try may help. */
  readonly again: boolean;

  constructor(
    code: string,
    message: string,
    { again = false, detail = {} }: { again?: boolean; detail?: object } = {},
  ) {
    super(message);
    this.code = code;
    this.again = again;
    this.detail = { ...detail };
  }
}

/** Any thrown thing as a problem to show, and what it means for the transfer. */
export function judged(error: unknown): { problem: UploadProblem; again: boolean; pause: boolean } {
  if (error instanceof TransferProblem) {
    const { code, message, detail, again } = error;
    return { problem: { code, message, detail }, again, pause: false };
  }
  if (error instanceof ArchiveError) {
    const { code, message, detail } = error;
    return { problem: { code, message, detail: { ...detail } }, again: false, pause: false };
  }
  if (error instanceof ApiProblem) {
    const { code, message, detail } = error;
    const signedOut = code === 'not-signed-in' || code === 'csrf-token-wrong';
    const again = signedOut || code === 'offline' || code === 'unreadable' || error.status >= 500;
    return { problem: { code: signedOut ? 'signed-out' : code, message, detail }, again, pause: signedOut };
  }
  // A File whose bytes cannot be read any more: it was changed, moved or its disk is gone.
  const name = error instanceof Error ? error.name : '';
  const code = name === 'NotReadableError' || name === 'NotFoundError' ? 'file-changed' : 'unexpected';
  return { problem: { code, message: String(error), detail: {} }, again: false, pause: false };
}
