import type { Repository } from '@wharf/api';
import { useMemo } from 'react';
import { useApiMutation, useApiQuery } from '../../lib/queries.ts';
import { mayPush } from '../../ui/level-name.tsx';
import { ResourceTagsPanel } from './resource-tags-panel.tsx';

export function RepositoryTagsPanel({ repository }: { repository: Repository }) {
  const { organization, path } = repository;
  const params = useMemo(() => ({ organization, repository: path }), [organization, path]);
  const answer = useApiQuery('getRepositoryResourceTags', { params });
  const update = useApiMutation('updateRepositoryResourceTags', {
    invalidates: ['getRepositoryResourceTags', 'getRepository', 'listRepositories', 'listResourceTagKeys'],
  });
  return (
    <ResourceTagsPanel
      resource={{
        on: 'repositories',
        name: `${organization}/${path}`,
        tags: answer.data?.items,
        error: answer.error,
        retry: () => void answer.refetch(),
        mayChange: mayPush(repository.level),
        change: (body, onSuccess) => update.mutate({ params, body }, { onSuccess }),
        changing: update.isPending,
        changeError: update.error,
      }}
    />
  );
}
