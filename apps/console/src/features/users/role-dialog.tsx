import type { User } from '@wharf/api';
import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { RoleChoice } from './role-choice.tsx';

/** Mount it to open it. */
export function RoleDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('users');
  const [role, setRole] = useState<string>(user.role);
  const update = useApiMutation('updateUser', { invalidates: ['listUsers'] });
  const save = () =>
    update.mutate(
      { params: { user: user.id }, body: { role: role as User['role'] } },
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
      title={t('role.title', { name: user.name })}
      okText={t('save')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ loading: update.isPending, disabled: role === user.role }}
      onOk={save}
      onCancel={onClose}
    >
      <RoleChoice value={role} onChange={setRole} />
      <ErrorNote problem={update.error} />
    </Modal>
  );
}
