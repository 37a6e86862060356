import type { SharedRepository } from '@wharf/api';
import { App, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { ErrorNote } from '../../ui/error-state.tsx';

/** Tells what the own account loses, then gives the share back; mount it to open it. */
export function LeaveShareDialog({ repository, onClose }: { repository: SharedRepository; onClose: () => void }) {
  const { t } = useTranslation('shares');
  const { t: words } = useTranslation('ui');
  const { message } = App.useApp();
  const leave = useApiMutation('leaveShare', { invalidates: ['listSharedRepositories', 'getRepository'] });
  const { organization, path, sharedBy, state } = repository;
  const facts = { account: sharedBy, name: `${organization}/${path}` };
  return (
    <Modal
      open
      title={t('received.leave.title', facts)}
      okText={t('received.leave.action')}
      cancelText={words('cancel')}
      okButtonProps={{ danger: true, loading: leave.isPending }}
      onCancel={onClose}
      onOk={() =>
        leave.mutate(
          { params: { organization, repository: path } },
          {
            onSuccess: () => {
              void message.success(t('received.leave.left', facts));
              onClose();
            },
          },
        )
      }
    >
      <p>{state === 'active' ? t('received.leave.text', facts) : t('received.leave.ended', facts)}</p>
      <ErrorNote problem={leave.error} />
    </Modal>
  );
}
