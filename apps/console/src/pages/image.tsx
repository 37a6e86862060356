import type { DeletionSelection } from '@wharf/api';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ActionButton } from '../actions/action-button.tsx';
import { useActions } from '../actions/registry.ts';
import { LazyDeletionDialog } from '../features/deletions/lazy-deletion-dialog.tsx';
import { CategoryDialog } from '../features/repositories/category-dialog.tsx';
import { ChangeVisibilityDialog } from '../features/repositories/change-visibility-dialog.tsx';
import { useChangeVisibility, useDeleteImage, useSetCategory } from '../features/repositories/repository-actions.tsx';
import { RepositoryFacts } from '../features/repositories/repository-facts.tsx';
import { LazyReceivedNote } from '../features/shares/lazy-received-note.tsx';
import { paths } from '../lib/paths.ts';
import { useApiQuery } from '../lib/queries.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LoadingState } from '../ui/loading-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { PageTabs } from '../ui/page-tabs.tsx';
import { VisibilityChip } from '../ui/visibility-chip.tsx';
import { useImageTabs } from './image-tabs.tsx';

const wholeImage: DeletionSelection = { repository: true };

export function ImagePage({ organization, repository: path }: { organization: string; repository: string }) {
  const { t } = useTranslation('repositories');
  const params = useMemo(() => ({ organization, repository: path }), [organization, path]);
  const answer = useApiQuery('getRepository', { params });
  const server = useApiQuery('getServer', {}, { staleTime: Number.POSITIVE_INFINITY });
  const [changing, setChanging] = useState(false);
  const repository = answer.data;
  const received = repository?.receivedShare ?? null;
  const tabs = useImageTabs(repository);
  const [sorting, setSorting] = useState(false);
  const change = useChangeVisibility(repository, setChanging);
  const category = useSetCategory(repository, setSorting);
  const [deleting, setDeleting] = useState(false);
  const remove = useDeleteImage(repository, setDeleting);
  const navigate = useNavigate();
  const actions = useMemo(
    // Nothing of another account's image can be changed: not even a button that says so.
    () => (received ? [] : [change, category, remove].filter((action) => action !== undefined)),
    [received, change, category, remove],
  );
  useActions(actions);
  const name = `${organization}/${path}`;
  const crumbs = received
    ? [
        { label: t('title'), to: paths.images },
        { label: t('lists.shared'), to: paths.sharedImages },
      ]
    : [
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
            {repository.category && <span className="chip">{t(`category.${repository.category}`)}</span>}
          </>
        }
        actions={actions.map((action) => <ActionButton key={action.id} action={action} />)}
      >
        <RepositoryFacts repository={repository} />
      </PageHeader>
      {received && <LazyReceivedNote share={received} />}
      <PageTabs tabs={tabs} of={{ repository, place: server.data }} />
      {deleting && (
        <LazyDeletionDialog
          organization={organization}
          repository={path}
          selection={wholeImage}
          onClose={(deleted) => {
            setDeleting(false);
            if (deleted) void navigate(paths.organization(organization), { replace: true });
          }}
        />
      )}
      {sorting && <CategoryDialog repository={repository} onClose={() => setSorting(false)} />}
      {changing && <ChangeVisibilityDialog repository={repository} onClose={() => setChanging(false)} />}
    </>
  );
}
