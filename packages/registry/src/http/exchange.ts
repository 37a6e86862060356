import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Digest, parseDigest, parseReference, type Reference, type RepositoryName } from '@wharf/oci';
import type { Core } from '../core.ts';
import { RegistryError } from '../error.ts';
import type { Caller, Origin } from '../ports/access.ts';
import type { ClientNetwork } from '../ports/network.ts';
import type { Resource } from './path.ts';

/** One request with its answer, as the policies and handlers of a route see it. */
export interface Exchange {
  core: Core;
  req: IncomingMessage;
  res: ServerResponse;
  caller: Caller;
  network: ClientNetwork;
  resource: Resource;
  /** Of the repository that the path names; the empty string on routes that name none. */
  name: RepositoryName;
  /** The path's last segment, unchecked. */
  reference: string;
  query: URLSearchParams;
  origin(): Origin;
}

/** @throws RegistryError DIGEST_INVALID */
export function digestOfPath({ reference }: Exchange): Digest {
  return checkDigest(reference);
}

/** @throws RegistryError DIGEST_INVALID */
export function checkDigest(text: string | null): Digest {
  const digest = text === null ? undefined : parseDigest(text);
  if (digest) return digest;
  throw new RegistryError(
    'DIGEST_INVALID',
    'a digest is sha256: with 64 or sha512: with 128 lowercase hexadecimal digits',
    {
      reason: 'digest-format',
      ...(text === null ? {} : { digest: text.slice(0, 200) }),
    },
  );
}

/** @throws RegistryError MANIFEST_INVALID (for a tag that cannot be one), DIGEST_INVALID */
export function referenceOfPath({ reference }: Exchange): Reference {
  if (reference.includes(':')) return checkDigest(reference);
  const parsed = parseReference(reference);
  if (parsed) return parsed;
  throw tagInvalid(reference);
}

export function tagInvalid(tag: string): RegistryError {
  return new RegistryError(
    'MANIFEST_INVALID',
    'a tag has 1 to 128 letters, digits, "_", "." and "-", and does not begin with "." or "-"',
    { reason: 'tag-format', tag: tag.slice(0, 200) },
  );
}
