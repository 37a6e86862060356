import type { Repository } from '@wharf/api';
import { App, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { ErrorNote } from '../../ui/error-state.tsx';

/** Tells who can pull afterwards, then changes it; mount it to open it. */
export function ChangeVisibilityDialog({ repository, onClose }: { repository: Repository; onClose: () => void }) {
  const { t } = useTranslation('repositories');
  const { t: words } = useTranslation('ui');
  const { message } = App.useApp();
  // As it was when the dialog opened: the answer must not turn the question around while it closes.
  const [toPublic] = useState(repository.visibility === 'private');
  const update = useApiMutation('updateRepository', {
    invalidates: ['getRepository', 'listRepositories', 'listShares'],
  });
  const { organization, path, shareCount } = repository;
  const name = `${organization}/${path}`;
  return (
    <Modal
      open
      title={toPublic ? t('change.public-title', { name }) : t('change.private-title', { name })}
      okText={toPublic ? t('change.to-public') : t('change.to-private')}
      cancelText={words('cancel')}
      okButtonProps={{ loading: update.isPending }}
      onCancel={onClose}
      onOk={() =>
        update.mutate(
          { params: { organization, repository: path }, body: { visibility: toPublic ? 'public' : 'private' } },
          {
            onSuccess: () => {
              void message.success(toPublic ? t('change.now-public', { name }) : t('change.now-private', { name }));
              onClose();
            },
          },
        )
      }
    >
      <p>
        {toPublic ? t('change.public-text') : t('change.private-text', { organization })}{' '}
        {shareCount > 0 &&
          (toPublic
            ? t('change.public-shares', { count: shareCount })
            : t('change.private-shares', { count: shareCount }))}
      </p>
      <ErrorNote problem={update.error} />
    </Modal>
  );
}
