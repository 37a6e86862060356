import type { TemporaryCredential } from '@wharf/api';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RegisteredActionButton } from '../../actions/action-button.tsx';
import { useApiQuery } from '../../lib/queries.ts';
import { ErrorNote, ErrorState } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { LoginCommandsTable } from './login-commands-table.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';

/** The user's temporary logins, newest first. */
export function TemporaryLoginsPanel() {
  const { t } = useTranslation('login-commands');
  const headingId = useId();
  const { data, error, refetch } = useApiQuery('listLoginCommands');
  const server = useApiQuery('getServer', {}, { staleTime: 60_000 });
  const [revoking, setRevoking] = useState<TemporaryCredential>();
  return (
    <section className="panel" aria-labelledby={headingId}>
      <div className="panel-head">
        <h2 id={headingId}>{t('temporary.title')}</h2>
        <RegisteredActionButton id="login-command.create" />
      </div>
      <p className="panel-lead">{t('temporary.lead', { hours: server.data?.temporaryLoginMaxHours ?? 24 })}</p>
      {!data && (error ? <ErrorState problem={error} onRetry={() => void refetch()} /> : <LoadingState lines={3} />)}
      {data && <ErrorNote problem={error} />}
      {data?.items.length === 0 && <p className="quiet">{t('temporary.empty')}</p>}
      {data && data.items.length > 0 && <LoginCommandsTable credentials={data.items} onRevoke={setRevoking} />}
      {revoking && <RevokeDialog credential={revoking} onClose={() => setRevoking(undefined)} />}
    </section>
  );
}
