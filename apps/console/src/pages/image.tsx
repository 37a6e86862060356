import { Tabs } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { ActionButton } from '../actions/action-button.tsx';
import { useActions } from '../actions/registry.ts';
import { ChangeVisibilityDialog } from '../features/repositories/change-visibility-dialog.tsx';
import { ClientGuide } from '../features/repositories/client-guide.tsx';
import { useChangeVisibility } from '../features/repositories/repository-actions.tsx';
import { RepositoryFacts } from '../features/repositories/repository-facts.tsx';
import { VisibilityChip } from '../features/repositories/visibility-chip.tsx';
import { TagsPanel } from '../features/tags/tags-panel.tsx';
import { paths } from '../lib/paths.ts';
import { useApiQuery } from '../lib/queries.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LoadingState } from '../ui/loading-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';

export function ImagePage({ organization, repository: path }: { organization: string; repository: string }) {
  const { t } = useTranslation('repositories');
  const [address, setAddress] = useSearchParams();
  const params = useMemo(() => ({ organization, repository: path }), [organization, path]);
  const answer = useApiQuery('getRepository', { params });
  const server = useApiQuery('getServer', {}, { staleTime: Number.POSITIVE_INFINITY });
  const [changing, setChanging] = useState(false);
  const repository = answer.data;
  const change = useChangeVisibility(repository, setChanging);
  useActions(useMemo(() => (change ? [change] : []), [change]));
  const name = `${organization}/${path}`;
  const crumbs = [
    { label: t('title'), to: paths.images },
    { label: organization, to: paths.organization(organization) },
  ];

  if (!repository) {
    return (
      <>
        <PageHeader title={name} crumbs={crumbs} />
        {answer.error ? (
          <ErrorState problem={answer.error} onRetry={() => void answer.refetch()} />
        ) : (
          <LoadingState lines={8} />
        )}
      </>
    );
  }
  const fullName = `${server.data?.registryHost ?? location.host}/${name}`;
  return (
    <>
      <PageHeader
        title={name}
        crumbs={crumbs}
        marks={
          <>
            <CopyButton text={fullName} name={t('header.full-name')} />
            <VisibilityChip visibility={repository.visibility} />
          </>
        }
        actions={change && <ActionButton action={change} />}
      >
        <RepositoryFacts repository={repository} />
      </PageHeader>
      <Tabs
        activeKey={address.get('tab') === 'client' ? 'client' : 'tags'}
        // Filter, order and page belong to the list: another tab starts without them.
        onChange={(tab) => setAddress(tab === 'client' ? { tab } : {})}
        destroyOnHidden
        items={[
          {
            key: 'tags',
            label: t('tabs.tags'),
            children: <TagsPanel organization={organization} repository={path} place={server.data} />,
          },
          { key: 'client', label: t('tabs.client'), children: <ClientGuide repository={repository} /> },
        ]}
      />
      {changing && <ChangeVisibilityDialog repository={repository} onClose={() => setChanging(false)} />}
    </>
  );
}
