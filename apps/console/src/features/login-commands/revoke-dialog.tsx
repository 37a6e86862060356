import type { TemporaryCredential } from '@wharf/api';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';

/** Says who is cut off, then revokes. Mount it to open it. */
export function RevokeDialog({ credential, onClose }: { credential: TemporaryCredential; onClose: () => void }) {
  const { t } = useTranslation('login-commands');
  const remove = useApiMutation('removeLoginCommand', { invalidates: ['listLoginCommands'] });
  const revoke = () =>
    remove.mutate(
      { params: { credential: credential.id } },
      {
        onSuccess: () => {
          announce(t('revoke.done', { login: credential.login }));
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={t('revoke.title')}
      okText={t('revoke.action')}
      okButtonProps={{ danger: true, loading: remove.isPending }}
      cancelText={t('ui:cancel')}
      onOk={revoke}
      onCancel={onClose}
    >
      <p>{t('revoke.text', { login: credential.login })}</p>
      <ErrorNote problem={remove.error} />
    </Modal>
  );
}
