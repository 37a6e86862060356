import type { Account } from '@wharf/api';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';

/** Disables an account, or lets a disabled one in again. Mount it to open it. */
export function DisableAccountDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const { t } = useTranslation('accounts');
  const { name, users, disabled } = account;
  const update = useApiMutation('updateAccount', { invalidates: ['listAccounts', 'getAccount'] });
  const save = () =>
    update.mutate(
      { params: { account: name }, body: { disabled: !disabled } },
      {
        onSuccess: () => {
          announce(t('saved'));
          onClose();
        },
      },
    );
  const words = disabled
    ? { title: t('enable.title', { name }), text: t('enable.text'), action: t('enable.action') }
    : { title: t('disable.title', { name }), text: t('disable.text', { count: users }), action: t('disable.action') };
  return (
    <Modal
      open
      title={words.title}
      okText={words.action}
      cancelText={t('ui:cancel')}
      okButtonProps={{ danger: !disabled, loading: update.isPending }}
      onOk={save}
      onCancel={onClose}
    >
      <p>{words.text}</p>
      <ErrorNote problem={update.error} />
    </Modal>
  );
}
