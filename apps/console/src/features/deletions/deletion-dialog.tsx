import { useQuery } from '@tanstack/react-query';
import type { DeletionPreview, DeletionSelection } from '@wharf/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiProblem, call } from '../../lib/api-client.ts';
import { useApiMutation } from '../../lib/queries.ts';
import { ConfirmByName } from '../../ui/confirm-by-name.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { Consequence } from './consequence.tsx';
import { DeletionOutcome } from './deletion-outcome.tsx';
import './deletions.css';

/** Deletes tags or a whole image: what follows from it first, then a name to type, then how it went; mount it to open it. */
export function DeletionDialog({
  organization,
  repository,
  selection,
  onClose,
}: {
  organization: string;
  repository: string;
  /** Must be the same object while the dialog is open. */
  selection: DeletionSelection;
  onClose: (deleted: boolean) => void;
}) {
  const { t } = useTranslation('deletions');
  const params = { organization, repository };
  const name = `${organization}/${repository}`;
  const preview = useQuery<DeletionPreview, ApiProblem>({
    queryKey: ['previewDeletion', params, selection],
    queryFn: () => call('previewDeletion', { params, body: selection }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const create = useApiMutation('createDeletion', {
    invalidates: ['listTags', 'getRepository', 'listRepositories', 'listDeletions', 'getOverview', 'listJobs'],
  });
  const [shown, setShown] = useState<DeletionPreview>();
  const one = 'tags' in selection && selection.tags.length === 1 ? selection.tags[0] : undefined;
  const image = 'repository' in selection;
  const title = image
    ? t('title.image', { name })
    : one === undefined
      ? t('title.tags', { name })
      : t('title.tag', { name: `${name}:${one}` });

  if (create.data && shown) {
    return (
      <DeletionOutcome
        organization={organization}
        title={image ? name : one === undefined ? t('tags-of', { count: shown.tags, name }) : `${name}:${one}`}
        result={create.data}
        restorable={shown.restorable}
        onClose={onClose}
      />
    );
  }
  return (
    <ConfirmByName
      title={title}
      name={one ?? name}
      confirmLabel={image ? t('confirm.image') : t('confirm.tags', { count: preview.data?.tags ?? 1 })}
      pending={create.isPending}
      blocked={!preview.data || (preview.data.tags === 0 && preview.data.manifests === 0)}
      problem={create.error}
      onCancel={() => onClose(false)}
      onConfirm={() => {
        setShown(preview.data);
        create.mutate({ params, body: selection });
      }}
    >
      {preview.error && <ErrorNote problem={preview.error} />}
      {preview.isPending && <LoadingState lines={4} />}
      {preview.data && <Consequence preview={preview.data} image={image} />}
    </ConfirmByName>
  );
}
