import type { Organization } from '@wharf/api';
import { useMemo } from 'react';
import { useApiMutation, useApiQuery } from '../../lib/queries.ts';
import { ResourceTagsPanel } from './resource-tags-panel.tsx';

export function OrganizationTagsPanel({ organization }: { organization: Organization }) {
  const { name, level } = organization;
  const params = useMemo(() => ({ organization: name }), [name]);
  const answer = useApiQuery('getOrganizationResourceTags', { params });
  const update = useApiMutation('updateOrganizationResourceTags', {
    invalidates: ['getOrganizationResourceTags', 'getOrganization', 'listOrganizations', 'listResourceTagKeys'],
  });
  return (
    <ResourceTagsPanel
      resource={{
        on: 'organizations',
        name,
        tags: answer.data?.items,
        error: answer.error,
        retry: () => void answer.refetch(),
        mayChange: level === 'manage',
        change: (body, onSuccess) => update.mutate({ params, body }, { onSuccess }),
        changing: update.isPending,
        changeError: update.error,
      }}
    />
  );
}
