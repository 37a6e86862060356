import type { StorageLedger } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { LedgerPicture } from './ledger-picture.tsx';

/** What an organization or an image takes on disk, and when that was counted. */
export function LedgerPanel({ ledger, about }: { ledger: StorageLedger | null; about: 'organization' | 'repository' }) {
  const { t } = useTranslation('storage');
  if (!ledger) {
    return (
      <EmptyState title={t('uncounted.title')}>
        <p>{t('uncounted.text')}</p>
      </EmptyState>
    );
  }
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t('ledger')}</h2>
        <span className="quiet">
          {t('counted')} <TimeAgo time={ledger.computedAt} />
        </span>
      </div>
      <LedgerPicture shares={ledger} about={about} />
    </section>
  );
}
