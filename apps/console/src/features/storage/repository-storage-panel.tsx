import { useApiQuery } from '../../lib/queries.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { LedgerPanel } from './ledger-panel.tsx';

/** What an image takes on disk, for who manages it. */
export function RepositoryStoragePanel({
  repository: { organization, path },
}: {
  repository: { organization: string; path: string };
}) {
  const answer = useApiQuery('getRepositoryStorage', { params: { organization, repository: path } });
  const { data, error } = answer;
  if (!data)
    return error ? <ErrorState problem={error} onRetry={() => void answer.refetch()} /> : <LoadingState lines={6} />;
  return <LedgerPanel ledger={data.ledger} about="repository" />;
}
