import type { Result } from '@wharf/api';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatDateTime } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { useApiMutation, useApiQuery } from '../../lib/queries.ts';
import { ErrorNote } from '../../ui/error-state.tsx';
import { JobProgress } from '../../ui/job-progress.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';

/** A deletion that was asked for: the task that does it, or that it is done and how to take it back. */
export function DeletionOutcome({
  organization,
  title,
  result,
  restorable,
  onClose,
}: {
  organization: string;
  title: string;
  result: Result<'createDeletion'>;
  restorable: boolean;
  onClose: (deleted: boolean) => void;
}) {
  const { t, i18n } = useTranslation('deletions');
  const [ended, setEnded] = useState(result.job === null);
  const params = { organization, deletion: result.id };
  const looked = useApiQuery('getDeletion', { params }, { enabled: ended && restorable && result.deletion === null });
  const restore = useApiMutation('restoreDeletion', {
    invalidates: ['listTags', 'getTag', 'getRepository', 'listRepositories', 'listDeletions', 'getOverview'],
  });
  const deletion = result.deletion ?? looked.data;
  const close = () => onClose(!restore.isSuccess);
  return (
    <Modal
      open
      title={ended ? t('done.title', { name: title }) : t('running.title', { name: title })}
      onCancel={close}
      footer={[
        deletion && !restore.isSuccess && (
          <Button key="undo" loading={restore.isPending} onClick={() => restore.mutate({ params, body: {} })}>
            {t('done.undo')}
          </Button>
        ),
        <Button key="close" type="primary" onClick={close}>
          {t('close')}
        </Button>,
      ]}
    >
      {result.job !== null && <JobProgress job={result.job} onEnd={() => setEnded(true)} />}
      {!ended && <p className="deletion-note">{t('running.text')}</p>}
      {ended && restore.isSuccess && (
        <p className="deletion-note" role="status">
          {t('done.undone')}
        </p>
      )}
      {looked.isLoading && <LoadingState lines={1} />}
      {ended && !looked.isLoading && !restore.isSuccess && (
        <p className="deletion-note" role="status">
          {deletion ? t('done.until', { when: formatDateTime(deletion.expiresAt, i18n.language) }) : t('done.gone')}
        </p>
      )}
      {ended && deletion && !restore.isSuccess && (
        <p className="deletion-note">
          <Link to={paths.recycleBin(organization)} onClick={close}>
            {t('done.open-bin')}
          </Link>
        </p>
      )}
      <ErrorNote problem={restore.error} />
    </Modal>
  );
}
