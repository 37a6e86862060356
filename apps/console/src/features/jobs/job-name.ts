import type { Job } from '@wharf/api';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** What a task does, in words; of a kind that this console does not know, its own word. */
export function useJobName(): (job: Pick<Job, 'kind'>) => string {
  const { t } = useTranslation('jobs');
  return useCallback(({ kind }) => t(`kind.${kind}`, { defaultValue: kind }), [t]);
}
