import type { User } from '@wharf/api';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';

/** Mount it to open it. */
export function ResetSecondFactorDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('users');
  const reset = useApiMutation('resetSecondFactor', { invalidates: ['listUsers'] });
  const save = () =>
    reset.mutate(
      { params: { user: user.id } },
      {
        onSuccess: () => {
          announce(t('saved'));
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={t('second-factor.title', { name: user.name })}
      okText={t('second-factor.action')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ danger: true, loading: reset.isPending }}
      onOk={save}
      onCancel={onClose}
    >
      <p>{t('second-factor.text')}</p>
      <ErrorNote problem={reset.error} />
    </Modal>
  );
}
