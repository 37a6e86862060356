import type { Grant } from '@wharf/api';
import { App, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { useSession } from '../../lib/session.ts';
import { ErrorNote } from '../../ui/error-state.tsx';
import { grantedOperations } from './granted-operations.ts';

/** Tells what a user loses, then takes it; mount it to open it. */
export function RemoveGrantDialog({
  organization,
  grant,
  onClose,
}: {
  organization: string;
  grant: Grant;
  onClose: () => void;
}) {
  const { t } = useTranslation('grants');
  const { t: words } = useTranslation('ui');
  const { message } = App.useApp();
  const me = useSession().user;
  const remove = useApiMutation('removeGrant', { invalidates: grantedOperations });
  const { holder, pattern } = grant;
  const what = pattern === '' ? organization : `${organization}/${pattern}`;
  return (
    <Modal
      open
      title={t('remove.title', { user: holder.name, name: what })}
      okText={t('remove.confirm')}
      cancelText={words('cancel')}
      okButtonProps={{ danger: true, loading: remove.isPending }}
      onCancel={onClose}
      onOk={() =>
        remove.mutate(
          { params: { organization, grant: grant.id } },
          {
            onSuccess: () => {
              void message.success(t('remove.removed', { user: holder.name }));
              onClose();
            },
          },
        )
      }
    >
      <p>
        {holder.id === me.id && me.role === 'member'
          ? t('remove.own', { name: what })
          : t('remove.consequence', { user: holder.name, name: what })}
      </p>
      <ErrorNote problem={remove.error} />
    </Modal>
  );
}
