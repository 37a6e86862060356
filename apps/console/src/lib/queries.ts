import {
  keepPreviousData,
  type QueryClient,
  type QueryKey,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { Operation, Result } from '@wharf/api';
import { type ApiProblem, type CallInput, call } from './api-client.ts';

/** `[operation, params, query]`: what `changes.ts` and mutations invalidate by. */
export function apiKey<O extends Operation>(operation: O, input: CallInput<O> = {}): QueryKey {
  return [operation, input.params ?? {}, input.query ?? {}];
}

export function apiQuery<O extends Operation>(operation: O, input: CallInput<O> = {}) {
  return {
    queryKey: apiKey(operation, input),
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<Result<O>> => call(operation, { ...input, signal }),
  };
}

export interface ApiQueryOptions {
  enabled?: boolean;
  /** Milliseconds. */
  staleTime?: number;
  refetchInterval?: number;
}

/** One operation's answer; lists and searches keep the old one while the next one comes. */
export function useApiQuery<O extends Operation>(
  operation: O,
  input: CallInput<O> = {},
  options: ApiQueryOptions = {},
) {
  return useQuery<Result<O>, ApiProblem>({
    ...apiQuery(operation, input),
    ...((operation.startsWith('list') || operation === 'search') && { placeholderData: keepPreviousData }),
    ...options,
  });
}

/** Asks ahead, so that the next click finds the answer. */
export function usePrefetch() {
  const client = useQueryClient();
  return <O extends Operation>(operation: O, input: CallInput<O>): void => {
    void client.prefetchQuery({ ...apiQuery(operation, input), staleTime: 15_000 });
  };
}

/** A change; after it succeeded, all answers of the `invalidates` operations are asked for again. */
export function useApiMutation<O extends Operation>(
  operation: O,
  { invalidates = [] }: { invalidates?: Operation[] } = {},
) {
  const client = useQueryClient();
  return useMutation<Result<O>, ApiProblem, CallInput<O>>({
    mutationKey: [operation],
    mutationFn: (input) => call(operation, input),
    onSuccess: () => invalidate(client, invalidates),
  });
}

export async function invalidate(client: QueryClient, operations: readonly Operation[]): Promise<void> {
  await client.invalidateQueries({
    predicate: ({ queryKey }) => operations.includes(queryKey[0] as Operation),
  });
}
