import type { Account } from '@wharf/api';
import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { QuotaFields } from './quota-fields.tsx';

/** Mount it to open it. */
export function QuotasDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const { t } = useTranslation('accounts');
  const [quotas, setQuotas] = useState(account.quotas);
  const update = useApiMutation('updateAccount', { invalidates: ['listAccounts', 'getAccount', 'getQuota'] });
  const { use } = account;
  const below = (['organizations', 'repositories', 'bytes'] as const).some((kind) => {
    const limit = quotas[kind];
    return limit !== null && limit < use[kind];
  });
  const save = () =>
    update.mutate(
      { params: { account: account.name }, body: { quotas } },
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
      title={t('quotas.title', { name: account.name })}
      okText={t('save')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ loading: update.isPending }}
      onOk={save}
      onCancel={onClose}
    >
      <QuotaFields value={quotas} onChange={setQuotas} />
      <p role="status">{below ? t('quotas.below') : t('quotas.text')}</p>
      <ErrorNote problem={update.error} />
    </Modal>
  );
}
