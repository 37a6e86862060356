import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './api-client.ts';
import { apiKey } from './queries.ts';
import { forgetSession } from './session.ts';

/** Only what may pass by itself is tried again; a refusal stays a refusal. */
export function mayPass(error: unknown): boolean {
  return error instanceof ApiProblem && (error.code === 'offline' || error.code === 'unavailable');
}

export function createQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    if (!(error instanceof ApiProblem)) return;
    if (error.code === 'not-signed-in') forgetSession(client);
    // Another tab signed in anew: fetch the token that belongs to the session of now.
    if (error.code === 'csrf-token-wrong') void client.invalidateQueries({ queryKey: apiKey('getSession') });
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { retry: (count, error) => count < 2 && mayPass(error), staleTime: 5_000, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  });
  return client;
}
