import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';

/** Says what ends with it, then unlinks. Mount it to open it. */
export function UnlinkDialog({
  provider,
  onDone,
  onClose,
}: {
  provider: string;
  onDone: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('oidc');
  const remove = useApiMutation('removeIdentity', { invalidates: ['getIdentity', 'listSessions'] });
  const unlink = () =>
    remove.mutate(
      {},
      {
        onSuccess: () => {
          announce(t('unlink.done'));
          onDone();
        },
      },
    );
  return (
    <Modal
      open
      title={t('unlink.title', { provider })}
      okText={t('unlink.action')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ danger: true, loading: remove.isPending }}
      onOk={unlink}
      onCancel={onClose}
    >
      <p>{t('unlink.consequence', { provider })}</p>
      <ErrorNote problem={remove.error} />
    </Modal>
  );
}
