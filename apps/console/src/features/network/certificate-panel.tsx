import type { Result } from '@wharf/api';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../lib/format.ts';
import { FactList } from '../../ui/fact-list.tsx';
import { TrustCertificate } from '../../ui/trust-certificate.tsx';

/** The certificate by which the page came; what to do when there is none, or nobody vouches for it. */
export function CertificatePanel({ server }: { server: Result<'getServer'> }) {
  const { t, i18n } = useTranslation('network');
  const id = useId();
  const { certificate, insecure } = server;
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{t('tls.title')}</h2>
      {!certificate && <p>{t(insecure ? 'tls.none' : 'tls.proxy')}</p>}
      {certificate && (
        <FactList
          className="network-facts"
          facts={[
            [t('tls.names'), certificate.names.join(', ')],
            [t('tls.expires'), formatDateTime(certificate.expiresAt, i18n.language)],
            [t('tls.fingerprint'), <code key="fingerprint">{certificate.fingerprint}</code>],
          ]}
        />
      )}
      <TrustCertificate server={server} />
    </section>
  );
}
