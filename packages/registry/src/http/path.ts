export type Resource = 'base' | 'catalog' | 'tags' | 'manifest' | 'blob' | 'uploads' | 'upload' | 'referrers';

/** What a request path names. `name` is not yet checked against the grammar; `reference` is the decoded last segment. */
export interface ResourcePath {
  resource: Resource;
  name: string;
  reference: string;
}

/**
 * Reads a path below `/v2/` from the right, since a repository's name may hold slashes and words like `blobs`.
 * Undefined when it names no endpoint of the distribution spec.
 */
export function parsePath(path: string): ResourcePath | undefined {
  if (path === '/v2/' || path === '/v2') return { resource: 'base', name: '', reference: '' };
  if (path === '/v2/_catalog') return { resource: 'catalog', name: '', reference: '' };
  if (!path.startsWith('/v2/')) return undefined;
  const rest = path.slice('/v2/'.length);
  if (rest.endsWith('/tags/list'))
    return { resource: 'tags', name: rest.slice(0, -'/tags/list'.length), reference: '' };
  for (const end of ['/blobs/uploads', '/blobs/uploads/']) {
    if (rest.endsWith(end)) return { resource: 'uploads', name: rest.slice(0, -end.length), reference: '' };
  }
  const slash = rest.lastIndexOf('/');
  const reference = decode(rest.slice(slash + 1));
  const parent = rest.slice(0, Math.max(0, slash));
  if (reference === undefined || reference === '') return undefined;
  for (const [end, resource] of endings) {
    if (parent.endsWith(end)) return { resource, name: parent.slice(0, -end.length), reference };
  }
  return undefined;
}

const endings: readonly [string, Resource][] = [
  ['/blobs/uploads', 'upload'],
  ['/manifests', 'manifest'],
  ['/referrers', 'referrers'],
  ['/blobs', 'blob'],
];

/** Some clients write a digest's colon as `%3A`. */
function decode(segment: string): string | undefined {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
