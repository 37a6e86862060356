import { parseRepositoryName, type RepositoryName } from '@wharf/oci';
import { type RegistryAction, registryActions } from '@wharf/policies/access';

/** What a client asks a token for. */
export interface RequestedScopes {
  repositories: { name: RepositoryName; actions: RegistryAction[] }[];
  /** `registry:catalog:*` */
  catalog: boolean;
}

/** One query a repository: a bound on what one request can make the server do. */
export const scopeLimit = 50;

/**
 * Reads `scope` parameters, each one scope or several separated by spaces (RFC 6749, 3.3). Scopes of unknown types or
 * with impossible names are left out: the token says what was granted.
 */
export function parseScopes(parameters: readonly string[]): RequestedScopes {
  const repositories = new Map<RepositoryName, Set<RegistryAction>>();
  let catalog = false;
  for (const scope of parameters.flatMap((parameter) => parameter.split(' '))) {
    const first = scope.indexOf(':');
    const last = scope.lastIndexOf(':');
    if (first < 0 || first === last) continue;
    // A class may follow the type, `repository(plugin)` (distribution's "Docker Registry v2 authentication", scope grammar).
    const type = scope.slice(0, first).replace(/\([a-z0-9]+\)$/, '');
    const name = scope.slice(first + 1, last);
    const asked = scope.slice(last + 1).split(',');
    if (type === 'registry' && name === 'catalog' && asked.includes('*')) catalog = true;
    const repository = type === 'repository' ? parseRepositoryName(name) : undefined;
    if (!repository || (repositories.size >= scopeLimit && !repositories.has(repository))) continue;
    const actions = repositories.get(repository) ?? new Set();
    for (const action of registryActions) if (asked.includes(action) || asked.includes('*')) actions.add(action);
    repositories.set(repository, actions);
  }
  return {
    catalog,
    repositories: [...repositories]
      .filter(([, actions]) => actions.size > 0)
      .map(([name, actions]) => ({ name, actions: [...actions] })),
  };
}
