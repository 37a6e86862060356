import type { NetworkRule } from '@wharf/api';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { LockOutDialog, lockedOutAddress } from './lock-out-dialog.tsx';

/** Says whom it concerns, then deletes. Mount it to open it. */
export function RemoveRuleDialog({ rule, onClose }: { rule: NetworkRule; onClose: () => void }) {
  const { t } = useTranslation('network');
  const remove = useApiMutation('removeNetworkRule', { invalidates: ['getNetwork', 'listNetworkHosts'] });
  const send = (confirm: 'true' | 'false') =>
    remove.mutate(
      { params: { rule: rule.id }, query: { confirm } },
      {
        onSuccess: () => {
          announce(t('remove.done', { name: rule.name }));
          onClose();
        },
      },
    );
  const lockedOut = lockedOutAddress(remove.error);
  if (lockedOut) {
    return (
      <LockOutDialog address={lockedOut} pending={remove.isPending} onConfirm={() => send('true')} onCancel={onClose} />
    );
  }
  return (
    <Modal
      open
      title={t('remove.title', { name: rule.name })}
      okText={t('remove.action')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ danger: true, loading: remove.isPending }}
      onOk={() => send('false')}
      onCancel={onClose}
    >
      <p>{t('remove.text', { ranges: rule.ranges.join(', ') })}</p>
      <ErrorNote problem={remove.error} />
    </Modal>
  );
}
