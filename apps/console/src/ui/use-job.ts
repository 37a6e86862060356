import { useQuery } from '@tanstack/react-query';
import type { Job } from '@wharf/api';
import { useEffect, useRef } from 'react';
import type { ApiProblem } from '../lib/api-client.ts';
import { apiQuery } from '../lib/queries.ts';

const askMs = 1_000;

export function isEnded(job: Pick<Job, 'state'>): boolean {
  return job.state !== 'waiting' && job.state !== 'running';
}

/**
 * A task as it stands, asked for every second until it has ended.
 * @param onEnd called once, when it has
 */
export function useJob(id: string, onEnd?: (job: Job) => void) {
  const answer = useQuery<Job, ApiProblem>({
    ...apiQuery('getJob', { params: { job: id } }),
    refetchInterval: ({ state: { data } }) => (data && isEnded(data) ? false : askMs),
  });
  const told = useRef<string>(undefined);
  const { data } = answer;
  useEffect(() => {
    if (!data || !isEnded(data) || told.current === data.id) return;
    told.current = data.id;
    onEnd?.(data);
  }, [data, onEnd]);
  return answer;
}
