/** What an archive calls an image, as far as another registry can use it; nothing is checked. */
export interface WrittenName {
  /** Without a registry's host and without `library/`; may be empty. */
  path: string;
  /** Undefined where the name has none. */
  tag: string | undefined;
}

/**
 * Reads a reference as clients write them into archives: `docker.io/library/nginx:1.25`, `localhost:5000/a/b:1`,
 * `app@sha256:…`; an OCI layout may hold a bare tag.
 */
export function readWrittenName(text: string): WrittenName {
  const withoutDigest = text.split('@', 1)[0] ?? '';
  const slash = withoutDigest.lastIndexOf('/');
  const colon = withoutDigest.indexOf(':', slash + 1);
  const name = colon < 0 ? withoutDigest : withoutDigest.slice(0, colon);
  const tag = colon < 0 ? undefined : withoutDigest.slice(colon + 1);
  const parts = name.split('/');
  const [first = ''] = parts;
  // Docker's own rule: a first part with a dot or a colon, or localhost, is a host.
  if (parts.length > 1 && (/[.:]/.test(first) || first === 'localhost')) parts.shift();
  if (parts.length > 1 && parts[0] === 'library') parts.shift();
  const path = parts.join('/');
  // `1.2.3` and `v1` alone: `org.opencontainers.image.ref.name` is often only the tag.
  if (tag === undefined && parts.length === 1 && /^v?\d/.test(path)) return { path: '', tag: path };
  return { path, tag };
}
