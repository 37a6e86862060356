import type { User } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ConfirmByName } from '../../ui/confirm-by-name.tsx';

/** Mount it to open it. */
export function RemoveUserDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('users');
  const { name } = user;
  const remove = useApiMutation('removeUser', {
    invalidates: ['listUsers', 'listGrants', 'listGrantCandidates', 'listAccounts', 'getAccount'],
  });
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
          { params: { user: user.id } },
          {
            onSuccess: () => {
              announce(t('remove.done', { name }));
              onClose();
            },
          },
        )
      }
    >
      <p>{t('remove.text')}</p>
    </ConfirmByName>
  );
}
