import './overview.css';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiQuery } from '../../lib/queries.ts';
import { QuotaMeter } from '../../ui/quota-meter.tsx';

/** What the account has used of its quotas; nothing where it has none. */
export function QuotaPanel() {
  const { t } = useTranslation('overview');
  const id = useId();
  const { data } = useApiQuery('getQuota');
  if (!data) return null;
  const { use, quotas, account } = data;
  const bars = (['organizations', 'repositories', 'bytes'] as const).filter((kind) => quotas[kind] !== null);
  if (bars.length === 0) return null;
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{t('quota.title', { account })}</h2>
      <dl className="quota-bars">
        {bars.map((kind) => (
          <div key={kind}>
            <dt>{t(`quota.${kind}`)}</dt>
            <dd>
              <QuotaMeter
                label={t(`quota.${kind}`)}
                used={use[kind]}
                limit={quotas[kind]}
                of={kind === 'bytes' ? 'bytes' : 'count'}
              />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
