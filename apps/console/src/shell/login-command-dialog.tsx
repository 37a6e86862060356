import { Button, Modal, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LongTermPanel } from '../features/access-keys/long-term-panel.tsx';
import { TemporaryPanel } from '../features/login-commands/temporary-panel.tsx';
import { useApiQuery } from '../lib/queries.ts';
import { ChoiceBox } from '../ui/choice-box.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LoadingState } from '../ui/loading-state.tsx';
import { TrustCertificate } from '../ui/trust-certificate.tsx';

/** How clients log in: for some hours with a login made here, or for long with an access key. */
export function LoginCommandDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('login-commands');
  const server = useApiQuery('getServer', {}, { staleTime: 60_000 });
  const hosts = useApiQuery('listNetworkHosts', {}, { staleTime: 60_000 });
  const [chosenHost, setHost] = useState<string>();
  const offered = hosts.data?.items ?? [];
  const place = server.data && {
    registryHost: chosenHost ?? server.data.registryHost,
    insecure: server.data.insecure,
  };
  return (
    <Modal
      open
      width={840}
      title={t('dialog.title')}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={<Button onClick={onClose}>{t('dialog.done')}</Button>}
    >
      {!place && server.error && <ErrorState problem={server.error} onRetry={() => void server.refetch()} />}
      {!place && !server.error && <LoadingState lines={4} />}
      {place && server.data && (
        <>
          {offered.length > 1 && (
            <p className="login-host">
              {t('dialog.host')}{' '}
              <ChoiceBox
                label={t('dialog.host')}
                value={place.registryHost}
                choices={offered.map(({ host, rule }) => ({ value: host, label: rule ? `${host} (${rule})` : host }))}
                onChange={setHost}
              />
            </p>
          )}
          <Tabs
            items={[
              {
                key: 'temporary',
                label: t('dialog.temporary'),
                children: (
                  <TemporaryPanel
                    place={place}
                    usual={server.data.temporaryLoginHours}
                    longest={server.data.temporaryLoginMaxHours}
                  />
                ),
              },
              { key: 'long-term', label: t('dialog.long-term'), children: <LongTermPanel place={place} /> },
            ]}
          />
          <TrustCertificate server={server.data} />
          {place.insecure && (
            <p className="quiet login-insecure">{t('dialog.insecure', { host: place.registryHost })}</p>
          )}
        </>
      )}
    </Modal>
  );
}
