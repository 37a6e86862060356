import type { Result } from '@wharf/api';
import { useApiMutation, useApiQuery } from '../../lib/queries.ts';

/** Makes an access key, while the user has fewer than he may have. */
export function useCreateAccessKey() {
  const keys = useApiQuery('listAccessKeys');
  const { mutate, data, error, isPending, reset } = useApiMutation('createAccessKey', {
    invalidates: ['listAccessKeys'],
  });
  return {
    offered: keys.data !== undefined && keys.data.items.length < keys.data.limit,
    create: (onMade?: (key: Result<'createAccessKey'>) => void) => mutate({}, { onSuccess: (key) => onMade?.(key) }),
    data,
    error,
    isPending,
    reset,
  };
}
