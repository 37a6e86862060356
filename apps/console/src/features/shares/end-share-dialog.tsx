import type { Share } from '@wharf/api';
import { App, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { ErrorNote } from '../../ui/error-state.tsx';

/** Tells what an account loses, then takes it; mount it to open it. */
export function EndShareDialog({
  params,
  share,
  onClose,
}: {
  params: { organization: string; repository: string };
  share: Share;
  onClose: () => void;
}) {
  const { t } = useTranslation('shares');
  const { t: words } = useTranslation('ui');
  const { message } = App.useApp();
  const remove = useApiMutation('removeShare', { invalidates: ['listShares', 'getRepository', 'listRepositories'] });
  const { account, state } = share;
  const facts = { account: account.name, name: `${params.organization}/${params.repository}` };
  const active = state === 'active';
  return (
    <Modal
      open
      title={active ? t('end.title', facts) : t('end.remove-title', facts)}
      okText={active ? t('end.action') : t('end.remove')}
      cancelText={words('cancel')}
      okButtonProps={{ danger: true, loading: remove.isPending }}
      onCancel={onClose}
      onOk={() =>
        remove.mutate(
          { params: { ...params, account: account.id } },
          {
            onSuccess: () => {
              void message.success(t('end.ended', facts));
              onClose();
            },
          },
        )
      }
    >
      <p>{active ? t('end.text', facts) : t('end.remove-text', facts)}</p>
      <ErrorNote problem={remove.error} />
    </Modal>
  );
}
