import type { DefaultNetworkRule } from '@wharf/api';
import { Button } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { FactList } from '../../ui/fact-list.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';

const tones = { everyone: 'accent', listed: 'good', off: 'quiet' } as const;

/** The rule for whoever comes from nowhere that a rule names. */
export function DefaultRulePanel({ rule, onEdit }: { rule: DefaultNetworkRule; onEdit: () => void }) {
  const { t } = useTranslation('network');
  const id = useId();
  const { publicAccess, allowList, host, actions, blobReads } = rule;
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{t('default.title')}</h2>
        <Button onClick={onEdit}>{t('default.edit')}</Button>
      </div>
      <p>{t('default.text')}</p>
      <FactList
        className="network-facts"
        facts={[
          [
            t('default.public'),
            <StatusChip key="public" tone={tones[publicAccess]}>
              {t(`public.${publicAccess}`)}
            </StatusChip>,
          ],
          ...(publicAccess === 'off'
            ? []
            : ([
                [t('field.actions'), t(`actions.${actions}`)],
                [t('field.blob-reads'), t(`blob-reads.${blobReads}`)],
              ] as const)),
          ...(host === null ? [] : ([[t('field.host'), <code key="host">{host}</code>]] as const)),
        ]}
      />
      {publicAccess === 'listed' && <AllowList entries={allowList} />}
    </section>
  );
}

function AllowList({ entries }: { entries: DefaultNetworkRule['allowList'] }) {
  const { t } = useTranslation('network');
  if (entries.length === 0) return <p className="quiet">{t('default.nobody')}</p>;
  return (
    <ul className="network-allow-list" aria-label={t('default.allow-list')}>
      {entries.map(({ range, description }) => (
        <li key={range}>
          <code>{range}</code> <span className="quiet">{description}</span>
        </li>
      ))}
    </ul>
  );
}
