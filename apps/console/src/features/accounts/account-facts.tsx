import './accounts.css';
import type { Account } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { Count } from '../../ui/bytes.tsx';
import { FactLine } from '../../ui/fact-line.tsx';
import { QuotaMeter } from '../../ui/quota-meter.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';

/** The line below an account's name: how much of each quota is used. */
export function AccountFacts({ account }: { account: Account }) {
  const { t } = useTranslation('accounts');
  const { use, quotas, disabled, createdAt } = account;
  return (
    <FactLine
      facts={[
        [
          t('column.state'),
          <StatusChip key="state" tone={disabled ? 'bad' : 'good'}>
            {disabled ? t('state.disabled') : t('state.enabled')}
          </StatusChip>,
        ],
        [
          t('column.organizations'),
          <QuotaMeter
            key="organizations"
            label={t('column.organizations')}
            used={use.organizations}
            limit={quotas.organizations}
          />,
        ],
        [
          t('column.images'),
          <QuotaMeter key="images" label={t('column.images')} used={use.repositories} limit={quotas.repositories} />,
        ],
        [
          t('column.bytes'),
          <QuotaMeter key="bytes" label={t('column.bytes')} used={use.bytes} limit={quotas.bytes} of="bytes" />,
        ],
        [t('quotas.tags'), quotas.tags === null ? t('quotas.unlimited') : <Count key="tags" value={quotas.tags} />],
        [t('column.created'), <TimeAgo key="created" time={createdAt} />],
      ]}
    />
  );
}
