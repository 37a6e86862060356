import type { Result } from '@wharf/api';
import { certificatePath } from '@wharf/api/routes';
import { useTranslation } from 'react-i18next';
import { CopyCommand } from './copy-command.tsx';
import { trustCommands } from './trust-commands.ts';

/** What to put on a client so that it takes a self-signed certificate for this server's; nothing where that is not needed. */
export function TrustCertificate({ server: { certificate, registryHost } }: { server: Result<'getServer'> }) {
  const { t } = useTranslation('ui');
  if (!certificate?.selfSigned) return null;
  return (
    <details className="trust-certificate">
      <summary>{t('trust.title')}</summary>
      <p>{t('trust.text')}</p>
      <CopyCommand label={t('trust.title')} commands={trustCommands(registryHost)} />
      <p>
        {t('trust.fingerprint')} <code className="trust-fingerprint">{certificate.fingerprint}</code>
      </p>
      <p>
        <a href={`/api${certificatePath}`} download="ca.crt">
          {t('trust.download')}
        </a>
      </p>
      <p className="quiet">{t('trust.last-resort')}</p>
    </details>
  );
}
