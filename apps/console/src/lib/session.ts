import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Body, PendingSignIn, Session } from '@wharf/api';
import { ApiProblem, call, rememberCsrfTokenOf } from './api-client.ts';
import { apiKey } from './queries.ts';

const sessionKey = apiKey('getSession');

async function loadSession(signal?: AbortSignal): Promise<Session | null> {
  try {
    const session = await call('getSession', signal ? { signal } : {});
    rememberCsrfTokenOf(session);
    return session;
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'not-signed-in') return null;
    throw error;
  }
}

/** The session, `null` when nobody is signed in, `undefined` while it is not known. */
export function useSessionQuery() {
  return useQuery<Session | null, ApiProblem>({
    queryKey: sessionKey,
    queryFn: ({ signal }) => loadSession(signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The user of a page behind the sign-in. */
export function useSession(): Session {
  const { data } = useSessionQuery();
  if (!data) throw new Error('useSession belongs inside the signed-in layout.');
  return data;
}

export function isAccountAdministrator(session: Session): boolean {
  return session.user.role !== 'member';
}

export function isSystemAdministrator(session: Session): boolean {
  return session.user.role === 'system-administrator';
}

/** The session ended (sign-out, or a 401 from any call): forget what was loaded under it. */
export function forgetSession(client: QueryClient): void {
  rememberCsrfTokenOf(null);
  client.setQueryData(sessionKey, null);
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'getSession' });
}

/** The first step; for a user with a second factor the answer is a ticket for `useCompleteSignIn`, and nobody is signed in yet. */
export function useSignIn() {
  const begin = useBeginSession();
  return useMutation<Session | PendingSignIn, ApiProblem, Body<'signIn'>>({
    mutationFn: (body) => call('signIn', { body }),
    onSuccess: (answer) => {
      if ('csrfToken' in answer) begin(answer);
    },
  });
}

export function useCompleteSignIn() {
  const begin = useBeginSession();
  return useMutation<Session, ApiProblem, Body<'completeSignIn'>>({
    mutationFn: (body) => call('completeSignIn', { body }),
    onSuccess: begin,
  });
}

function useBeginSession() {
  const client = useQueryClient();
  return (session: Session): void => {
    rememberCsrfTokenOf(session);
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'getSession' });
    client.setQueryData(sessionKey, session);
  };
}

export function useSignOut(operation: 'signOut' | 'signOutEverywhere' = 'signOut') {
  const client = useQueryClient();
  return useMutation<void, ApiProblem, void>({
    mutationFn: async () => {
      const answer = await call(operation);
      // The provider that signed the user in would let anybody at this browser in again at once.
      if (answer?.elsewhere) window.location.assign(answer.elsewhere);
    },
    onSuccess: () => forgetSession(client),
  });
}
