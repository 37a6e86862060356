/**
 * Every operation of the console's API: its name, method and path below `/api`. Free of zod, so that the console can
 * carry it; the schemas stand in one file a feature, under the same names.
 */
export const routes = {
  getServer: 'GET /server',

  signIn: 'POST /session',
  getSession: 'GET /session',
  signOut: 'DELETE /session',
  listSessions: 'GET /sessions',
  removeSession: 'DELETE /sessions/:session',
  /** Ends every session of the user, this one too. */
  signOutEverywhere: 'DELETE /sessions',
  changePassword: 'PUT /password',

  listUsers: 'GET /users',
  createUser: 'POST /users',
  updateUser: 'PATCH /users/:user',

  listOrganizations: 'GET /organizations',
  createOrganization: 'POST /organizations',
  getOrganization: 'GET /organizations/:organization',
  removeOrganization: 'DELETE /organizations/:organization',

  listGrants: 'GET /organizations/:organization/grants',
  listGrantCandidates: 'GET /organizations/:organization/grant-candidates',
  putGrant: 'PUT /organizations/:organization/grants/:user',
  removeGrant: 'DELETE /organizations/:organization/grants/:user',

  /** Over all organizations that the caller sees, or one by `organization`. */
  listRepositories: 'GET /repositories',
  getRepository: 'GET /organizations/:organization/repositories/:repository',
  updateRepository: 'PATCH /organizations/:organization/repositories/:repository',
  listTags: 'GET /organizations/:organization/repositories/:repository/tags',
  getTag: 'GET /organizations/:organization/repositories/:repository/tags/:tag',
  getManifest: 'GET /organizations/:organization/repositories/:repository/manifests/:digest',

  getOverview: 'GET /overview',

  listLoginCommands: 'GET /login-commands',
  createLoginCommand: 'POST /login-commands',
  removeLoginCommand: 'DELETE /login-commands/:credential',
} as const satisfies Record<string, `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`>;

export type Operation = keyof typeof routes;

/** Server-sent events: what changed in what the caller may see (`ChangeNotice` in `changes.ts`). Not an operation: it never ends. */
export const changesPath = '/changes';

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Express's form, `:name` for a parameter. */
  path: string;
}

export function routeOf(operation: Operation): Route {
  const [method, path] = routes[operation].split(' ') as [Route['method'], string];
  return { method, path };
}

/** The path with its parameters filled in; a repository's slashes become `%2F`. */
export function pathOf(operation: Operation, params: Record<string, string>): string {
  return routeOf(operation).path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}
