import type { User } from '@wharf/api';
import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { AccessChoice } from './access-choice.tsx';

/** Mount it to open it. */
export function AccessDialog({ user, me, onClose }: { user: User; me: string; onClose: () => void }) {
  const { t } = useTranslation('users');
  const { consoleAccess, programmaticAccess } = user;
  const [access, setAccess] = useState({ consoleAccess, programmaticAccess });
  const update = useApiMutation('updateUser', { invalidates: ['listUsers'] });
  const changed = access.consoleAccess !== consoleAccess || access.programmaticAccess !== programmaticAccess;
  const save = () =>
    update.mutate(
      { params: { user: user.id }, body: access },
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
      title={t('access.title', { name: user.name })}
      okText={t('save')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ loading: update.isPending, disabled: !changed }}
      onOk={save}
      onCancel={onClose}
    >
      <AccessChoice value={access} onChange={setAccess} ownConsole={user.id === me} />
      <p>{t('access.consequence')}</p>
      <ErrorNote problem={update.error} />
    </Modal>
  );
}
