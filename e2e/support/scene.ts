import { inject } from 'vitest';
import { type ConsoleApi, signIn } from './console-api.ts';
import { createPostgresDatabase } from './postgres.ts';
import { type Registry, registryAt } from './registry.ts';
import { type ServerOptions, startServer, type WharfServer } from './server.ts';
import { bearer, type Credentials } from './tokens.ts';

export const databases = ['sqlite', 'postgres'] as const;
export type DatabaseKind = (typeof databases)[number];

/** A running server with organizations, and its administrator. */
export interface Scene {
  readonly server: WharfServer;
  readonly console: ConsoleApi;
  /** A temporary login of the administrator. */
  readonly login: Credentials;
  /** Calls with a token for pull, push and delete on these repositories. */
  registryFor(...names: string[]): Promise<Registry>;
  close(): Promise<void>;
}

export interface SceneOptions {
  database?: DatabaseKind;
  organizations?: string[];
  env?: Record<string, string>;
}

export async function openScene({
  database = 'sqlite',
  organizations = ['acme'],
  env = {},
}: SceneOptions = {}): Promise<Scene> {
  const server = await startServer({ ...(await databaseOptions(database)), env });
  try {
    const console = await signIn(server.url);
    for (const name of organizations) await console.createOrganization(name);
    const login = await console.createLogin();
    return {
      server,
      console,
      login,
      registryFor: async (...names) => {
        const scopes = names.map((name) => `repository:${name}:pull,push,delete`);
        return registryAt(server.url, await bearer(server.url, scopes, login));
      },
      close: () => server.close(),
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

export async function databaseOptions(database: DatabaseKind): Promise<Pick<ServerOptions, 'databaseUrl'>> {
  return database === 'sqlite' ? {} : { databaseUrl: await createPostgresDatabase(inject('postgresUrl')) };
}
