import type { Account } from '@wharf/api';
import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ConfirmByName } from '../../ui/confirm-by-name.tsx';

/** Deletes an account without organizations after its name was typed; of another one it says what to do first. */
export function RemoveAccountDialog(props: { account: Account; onClose: () => void; onRemoved: () => void }) {
  const { account, onClose, onRemoved } = props;
  const { t } = useTranslation('accounts');
  const { name, users, use } = account;
  const remove = useApiMutation('removeAccount', { invalidates: ['listAccounts'] });
  const organizations = remove.error?.code === 'not-empty' ? Math.max(use.organizations, 1) : use.organizations;
  if (organizations > 0) {
    return (
      <Modal
        open
        title={t('remove.not-empty-title', { name })}
        onCancel={onClose}
        footer={
          <Button type="primary" onClick={onClose}>
            {t('remove.close')}
          </Button>
        }
      >
        <p>{t('remove.not-empty', { count: organizations })}</p>
      </Modal>
    );
  }
  return (
    <ConfirmByName
      title={t('remove.title', { name })}
      name={name}
      confirmLabel={t('remove.action')}
      pending={remove.isPending}
      problem={remove.error}
      onCancel={onClose}
      onConfirm={() =>
        remove.mutate(
          { params: { account: name } },
          {
            onSuccess: () => {
              announce(t('remove.done', { name }));
              onRemoved();
            },
          },
        )
      }
    >
      <p>{t('remove.text', { count: users })}</p>
    </ConfirmByName>
  );
}
