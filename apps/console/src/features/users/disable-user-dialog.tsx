import type { User } from '@wharf/api';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';

/** Disables a user, or lets a disabled one in again. Mount it to open it. */
export function DisableUserDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('users');
  const update = useApiMutation('updateUser', { invalidates: ['listUsers', 'listGrants'] });
  const save = () =>
    update.mutate(
      { params: { user: user.id }, body: { disabled: !user.disabled } },
      {
        onSuccess: () => {
          announce(t('saved'));
          onClose();
        },
      },
    );
  const words = user.disabled
    ? { title: t('enable.title', { name: user.name }), text: t('enable.text'), action: t('enable.action') }
    : { title: t('disable.title', { name: user.name }), text: t('disable.text'), action: t('disable.action') };
  return (
    <Modal
      open
      title={words.title}
      okText={words.action}
      cancelText={t('ui:cancel')}
      okButtonProps={{ danger: !user.disabled, loading: update.isPending }}
      onOk={save}
      onCancel={onClose}
    >
      <p>{words.text}</p>
      <ErrorNote problem={update.error} />
    </Modal>
  );
}
