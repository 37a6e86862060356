import type { Result } from '@wharf/api';
import { Button } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../lib/format.ts';
import { useApiMutation } from '../../lib/queries.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { JobProgress } from '../../ui/job-progress.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { LedgerPicture } from './ledger-picture.tsx';
import { sumOf } from './share-kinds.ts';

interface StoragePanelProps {
  storage: Result<'getStorage'>;
  onChange: () => void;
}

export function ServerLedgerPanel({ storage: { ledger, running }, onChange }: StoragePanelProps) {
  const { t, i18n } = useTranslation('storage');
  const id = useId();
  const measure = useApiMutation('createStorageMeasurement', { invalidates: ['getStorage'] });
  const size = (value: number) => formatBytes(value, i18n.language);
  const again = (
    <Button loading={measure.isPending} disabled={running.measurement !== null} onClick={() => measure.mutate({})}>
      {t(ledger ? 'count' : 'count-now')}
    </Button>
  );
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{t('ledger')}</h2>
        {ledger && (
          <span className="quiet">
            {t('counted')} <TimeAgo time={ledger.computedAt} />
          </span>
        )}
      </div>
      <ErrorNote problem={measure.error} />
      {!ledger && !running.measurement && (
        <EmptyState title={t('uncounted.title')} actions={again}>
          <p>{t('uncounted.text')}</p>
        </EmptyState>
      )}
      {ledger && (
        <>
          <LedgerPicture shares={ledger} about="server" />
          <p className="quiet storage-foot">
            {sumOf(ledger) === ledger.diskBytes
              ? t('disk.same', { sum: size(sumOf(ledger)) })
              : t('disk.differs', { sum: size(sumOf(ledger)), disk: size(ledger.diskBytes) })}
          </p>
          {ledger.brokenBlobs > 0 && <p data-tone="bad">{t('broken', { count: ledger.brokenBlobs })}</p>}
          <div className="storage-foot">{again}</div>
        </>
      )}
      {running.measurement && <JobProgress job={running.measurement} onEnd={onChange} />}
    </section>
  );
}
