import { useTranslation } from 'react-i18next';
import { paths } from '../../lib/paths.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { LedgerPanel } from './ledger-panel.tsx';
import { PartsTable } from './parts-table.tsx';

/** What an organization takes on disk, for who manages it. */
export function OrganizationStoragePanel({ organization: { name } }: { organization: { name: string } }) {
  const { t } = useTranslation('storage');
  const answer = useApiQuery('getOrganizationStorage', { params: { organization: name } });
  const { data, error } = answer;
  if (!data)
    return error ? <ErrorState problem={error} onRetry={() => void answer.refetch()} /> : <LoadingState lines={6} />;
  return (
    <div className="panel-stack">
      <LedgerPanel ledger={data.ledger} about="organization" />
      {data.ledger && data.images.length > 0 && (
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
