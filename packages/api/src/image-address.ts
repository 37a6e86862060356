import { type Digest, parseDigest, parseRepositoryName, parseTag } from '@wharf/oci';

/** One image: what `/compare` and the API of comparisons take. */
export interface ImageAddress {
  organization: string;
  repository: string;
  /** Undefined with a digest. */
  tag: string | undefined;
  digest: Digest | undefined;
  /** `os/architecture[/variant]`, or the digest of the index's child. */
  platform: string | undefined;
}

const platformPattern = /^[\w.-]{1,64}\/[\w.-]{1,64}(?:\/[\w.-]{1,64})?$/;

/**
 * Reads `org/repo:tag`, `org/repo@sha256:…`, each with `@linux/arm64/v8` (or `@sha256:…`, of an index's child) behind it
 * where a platform is meant. Without tag and digest, `latest` is meant.
 */
export function parseImageAddress(text: string): ImageAddress | undefined {
  const [place = '', ...more] = text.split('@');
  const colon = place.indexOf(':');
  const name = parseRepositoryName(colon < 0 ? place : place.slice(0, colon));
  const tag = colon < 0 ? undefined : parseTag(place.slice(colon + 1));
  if (!name || (colon >= 0 && tag === undefined)) return undefined;
  const digest = tag === undefined && more.length > 0 ? parseDigest(more[0] ?? '') : undefined;
  const rest = digest ? more.slice(1) : more;
  const [platform] = rest;
  if (rest.length > 1 || (platform !== undefined && !platformPattern.test(platform) && !parseDigest(platform))) {
    return undefined;
  }
  const slash = name.indexOf('/');
  return {
    organization: name.slice(0, slash),
    repository: name.slice(slash + 1),
    tag: digest ? undefined : (tag ?? 'latest'),
    digest,
    platform,
  };
}

/** The text that `parseImageAddress` reads. */
export function imageAddressText(address: {
  organization: string;
  repository: string;
  tag?: string | undefined;
  digest?: string | undefined;
  platform?: string | undefined;
}): string {
  const { organization, repository, tag, digest, platform } = address;
  const place = `${organization}/${repository}${digest ? `@${digest}` : `:${tag ?? 'latest'}`}`;
  return platform ? `${place}@${platform}` : place;
}
