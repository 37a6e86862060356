import type { Deletion } from '@wharf/api';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatDateTime } from '../../lib/format.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { ErrorNote } from '../../ui/error-state.tsx';
import { RestorationText } from './restoration-text.tsx';
import { useRestore } from './use-restore.ts';

/** Brings back all that one run of a rule deleted; mount it to open it. */
export function RestoreRunDialog({ deletion, onClose }: { deletion: Deletion; onClose: () => void }) {
  const { t, i18n } = useTranslation('recycle-bin');
  const { organization, id, runId, rule, deletedBy, deletedAt } = deletion;
  const restore = useRestore();
  const run = useApiQuery('listDeletions', { params: { organization }, query: runId === null ? {} : { runId } });
  const [overwrite, setOverwrite] = useState(false);
  const count = run.data?.total ?? 1;
  return (
    <Modal
      open
      title={t('run.title', { rule: rule ?? deletedBy })}
      onCancel={onClose}
      footer={[
        <Button key="close" onClick={onClose}>
          {t('close')}
        </Button>,
        !restore.isSuccess && (
          <Button
            key="restore"
            type="primary"
            loading={restore.isPending || run.isPending}
            onClick={() =>
              restore.mutate({ params: { organization, deletion: id }, body: { wholeRun: true, overwrite } })
            }
          >
            {t('restore-run')}
          </Button>
        ),
      ]}
    >
      {restore.data ? (
        <RestorationText restoration={restore.data} />
      ) : (
        <>
          <p>
            {t('run.text', {
              count,
              number: formatCount(count, i18n.language),
              when: formatDateTime(deletedAt, i18n.language),
            })}
          </p>
          <label className="deletion-overwrite">
            <input type="checkbox" checked={overwrite} onChange={(event) => setOverwrite(event.target.checked)} />
            {t('run.overwrite')}
          </label>
        </>
      )}
      <ErrorNote problem={restore.error ?? run.error} />
    </Modal>
  );
}
