import type { Organization } from '@wharf/api';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatDateTime } from '../../lib/format.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { Bytes } from '../../ui/bytes.tsx';
import { ErrorNote, ErrorState } from '../../ui/error-state.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { DeletedManifests, DeletedTags } from './deleted-content.tsx';
import { mayRestore } from './recycle-bin-actions.tsx';
import { RestorationText } from './restoration-text.tsx';
import { useRestore } from './use-restore.ts';

/** What one deletion holds, and its way back; mount it to open it. */
export function DeletionDetails({
  organization: { name: organization, level },
  deletion: id,
  onClose,
}: {
  organization: Organization;
  deletion: string;
  onClose: () => void;
}) {
  const { t, i18n } = useTranslation('recycle-bin');
  const params = { organization, deletion: id };
  const restore = useRestore();
  const answer = useApiQuery('getDeletion', { params }, { enabled: !restore.isSuccess });
  const [overwrite, setOverwrite] = useState(false);
  const deletion = answer.data;
  const clashes = deletion?.tags.filter(({ digest, presentDigest }) => presentDigest && presentDigest !== digest) ?? [];
  const body = { overwrite: overwrite && clashes.length > 0 };
  const possible = deletion !== undefined && mayRestore(level, deletion.kind);
  return (
    <Modal
      open
      width={860}
      title={deletion ? t('details.title', { name: `${organization}/${deletion.repository}` }) : t('details.loading')}
      onCancel={onClose}
      footer={[
        <Button key="close" onClick={onClose}>
          {t('close')}
        </Button>,
        possible && !restore.isSuccess && (
          <Button
            key="restore"
            type="primary"
            loading={restore.isPending}
            onClick={() => restore.mutate({ params, body })}
          >
            {t('restore')}
          </Button>
        ),
      ]}
    >
      {!deletion && answer.error && <ErrorState problem={answer.error} />}
      {!deletion && !answer.error && <LoadingState lines={6} />}
      {restore.data && <RestorationText restoration={restore.data} />}
      {deletion && !restore.isSuccess && (
        <div className="deletion-details">
          <FactList
            className="deletion-details-facts"
            facts={[
              [
                t('column.deleted'),
                `${formatDateTime(deletion.deletedAt, i18n.language)} ${
                  deletion.rule === null ? t('by', { user: deletion.deletedBy }) : t('by-rule', { rule: deletion.rule })
                }`,
              ],
              [t('column.until'), formatDateTime(deletion.expiresAt, i18n.language)],
              [
                t('details.freed'),
                <>
                  <Bytes value={deletion.bytesFreed} />
                  {deletion.sharedBytes > 0 && (
                    <span className="quiet">
                      {' '}
                      {t('details.shared', { size: formatBytes(deletion.sharedBytes, i18n.language) })}
                    </span>
                  )}
                </>,
              ],
            ]}
          />
          <DeletedTags deletion={deletion} />
          <DeletedManifests deletion={deletion} />
          {clashes.length > 0 && possible && (
            <label className="deletion-overwrite">
              <input type="checkbox" checked={overwrite} onChange={(event) => setOverwrite(event.target.checked)} />
              {t('details.overwrite', { count: clashes.length })}
            </label>
          )}
          <ErrorNote problem={restore.error} />
        </div>
      )}
    </Modal>
  );
}
