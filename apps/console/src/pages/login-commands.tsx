import type { TemporaryCredential } from '@wharf/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RegisteredActionButton } from '../actions/action-button.tsx';
import { LoginCommandsTable } from '../features/login-commands/login-commands-table.tsx';
import { RevokeDialog } from '../features/login-commands/revoke-dialog.tsx';
import { useApiQuery } from '../lib/queries.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote, ErrorState } from '../ui/error-state.tsx';
import { LoadingState } from '../ui/loading-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';

export function LoginCommandsPage() {
  const { t } = useTranslation('login-commands');
  const { data, error, refetch } = useApiQuery('listLoginCommands');
  const server = useApiQuery('getServer', {}, { staleTime: 60_000 });
  const [revoking, setRevoking] = useState<TemporaryCredential>();
  return (
    <>
      <PageHeader title={t('title')}>{t('lead', { hours: server.data?.temporaryLoginHours ?? 6 })}</PageHeader>
      {!data && error && <ErrorState problem={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState />}
      {data && <ErrorNote problem={error} />}
      {data?.items.length === 0 && (
        <EmptyState
          title={t('empty.title')}
          actions={<RegisteredActionButton id="login-command.create" type="primary" />}
        >
          <p>{t('empty.text')}</p>
        </EmptyState>
      )}
      {data && data.items.length > 0 && <LoginCommandsTable credentials={data.items} onRevoke={setRevoking} />}
      {revoking && <RevokeDialog credential={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  );
}
