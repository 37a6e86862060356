import { useTranslation } from 'react-i18next';
import { paths } from '../../lib/paths.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { LedgerPicture } from './ledger-picture.tsx';
import { PartsTable } from './parts-table.tsx';

/** What an organization takes on disk, for who manages it. */
export function OrganizationStoragePanel({ organization: { name } }: { organization: { name: string } }) {
  const { t } = useTranslation('storage');
  const answer = useApiQuery('getOrganizationStorage', { params: { organization: name } });
  const { data, error } = answer;
  if (!data)
    return error ? <ErrorState problem={error} onRetry={() => void answer.refetch()} /> : <LoadingState lines={6} />;
  if (!data.ledger) {
    return (
      <EmptyState title={t('uncounted.title')}>
        <p>{t('uncounted.text')}</p>
      </EmptyState>
    );
  }
  return (
    <div className="panel-stack">
      <section className="panel">
        <div className="panel-head">
          <h2>{t('ledger')}</h2>
          <span className="quiet">
            {t('counted')} <TimeAgo time={data.ledger.computedAt} />
          </span>
        </div>
        <LedgerPicture shares={data.ledger} about="organization" />
      </section>
      {data.images.length > 0 && (
        <PartsTable
          caption={t('largest-images')}
          nameTitle={t('column.image')}
          parts={data.images}
          pathOf={(image) => paths.image(name, image)}
        />
      )}
    </div>
  );
}
