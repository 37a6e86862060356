import type { Job, Result } from '@wharf/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CancelJobDialog } from '../features/jobs/cancel-job-dialog.tsx';
import { CollectPanel } from '../features/storage/collect-panel.tsx';
import { CollectionsTable } from '../features/storage/collections-table.tsx';
import { PartsTable } from '../features/storage/parts-table.tsx';
import { ServerLedgerPanel } from '../features/storage/server-ledger-panel.tsx';
import { paths } from '../lib/paths.ts';
import { useApiQuery } from '../lib/queries.ts';
import { isSystemAdministrator, useSession } from '../lib/session.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote, ErrorState } from '../ui/error-state.tsx';
import { LoadingState } from '../ui/loading-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';

/** The ledger is a job's, and announced by no event. */
const askMs = 10_000;

export function StoragePage() {
  const { t } = useTranslation('storage');
  const allowed = isSystemAdministrator(useSession());
  return (
    <>
      <PageHeader title={t('title')}>{allowed && t('lead')}</PageHeader>
      {allowed ? (
        <Storage />
      ) : (
        <EmptyState title={t('forbidden.title')}>
          <p>{t('forbidden.text')}</p>
        </EmptyState>
      )}
    </>
  );
}

function Storage() {
  const answer = useApiQuery('getStorage', {}, { refetchInterval: askMs });
  const { data, error } = answer;
  if (!data)
    return error ? <ErrorState problem={error} onRetry={() => void answer.refetch()} /> : <LoadingState lines={8} />;
  return (
    <div className="panel-stack">
      <ErrorNote problem={error} />
      <ServerLedgerPanel storage={data} onChange={() => void answer.refetch()} />
      <CollectPanel storage={data} onChange={() => void answer.refetch()} />
      <History />
      <Largest organizations={data.organizations} />
    </div>
  );
}

function History() {
  const { t } = useTranslation('storage');
  const [cancelling, setCancelling] = useState<Job>();
  return (
    <section className="storage-section">
      <h2>{t('history')}</h2>
      <CollectionsTable onCancel={setCancelling} />
      {cancelling && <CancelJobDialog job={cancelling} onClose={() => setCancelling(undefined)} />}
    </section>
  );
}

function Largest({ organizations }: Pick<Result<'getStorage'>, 'organizations'>) {
  const { t } = useTranslation('storage');
  if (organizations.length === 0) return null;
  return (
    <section className="storage-section">
      <h2>{t('largest')}</h2>
      <PartsTable
        caption={t('largest')}
        nameTitle={t('column.organization')}
        parts={organizations}
        pathOf={paths.organization}
      />
    </section>
  );
}
