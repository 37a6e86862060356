import { Button, Modal } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAgo, formatDateTime } from '../../lib/format.ts';
import { useApiMutation, useApiQuery } from '../../lib/queries.ts';
import { loginCommands } from '../../ui/commands.ts';
import { CopyCommand } from '../../ui/copy-command.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { TrustCertificate } from '../../ui/trust-certificate.tsx';

/** Creates a temporary login at once and shows its commands, the only time that its password can be seen. */
export function LoginCommandDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation('login-commands');
  const server = useApiQuery('getServer', {}, { staleTime: 60_000 });
  const { mutate, data, error, reset } = useApiMutation('createLoginCommand', { invalidates: ['listLoginCommands'] });
  const asked = useRef(false);
  useEffect(() => {
    // React's strict mode mounts twice; one click is one login.
    if (asked.current) return;
    asked.current = true;
    mutate({});
  }, [mutate]);
  const body = useRef<HTMLDivElement>(null);
  const ready = data !== undefined && server.data !== undefined;
  useEffect(() => {
    // What almost everybody comes for.
    if (ready) body.current?.querySelector<HTMLElement>('.command-line button')?.focus();
  }, [ready]);
  const problem = error ?? server.error;
  const retry = () => {
    reset();
    void server.refetch();
    mutate({});
  };
  return (
    <Modal
      open
      width={680}
      title={t('dialog.title')}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={<Button onClick={onClose}>{t('dialog.done')}</Button>}
    >
      {problem && <ErrorState problem={problem} onRetry={retry} />}
      {!problem && !(data && server.data) && <LoadingState lines={4} />}
      {data && server.data && (
        <div ref={body}>
          <p className="dialog-lead">
            {t('dialog.lead', {
              until: formatDateTime(data.expiresAt, i18n.language),
              left: formatAgo(data.expiresAt, new Date(), i18n.language),
            })}
          </p>
          <CopyCommand
            label={t('dialog.tools')}
            secret={data.password}
            commands={loginCommands({ registryHost: data.registryHost, insecure: server.data.insecure }, data)}
          />
          <p className="once-note">{t('dialog.once')}</p>
          <TrustCertificate server={server.data} />
          {server.data.insecure && <p className="quiet">{t('dialog.insecure', { host: data.registryHost })}</p>}
        </div>
      )}
    </Modal>
  );
}
