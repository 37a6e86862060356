import type { Result } from '@wharf/api';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../lib/format.ts';
import { useApiMutation } from '../../lib/queries.ts';
import { FactList } from '../../ui/fact-list.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { CheckField, CheckForm } from './check-form.tsx';

/** The certificate that clients see at an address of this server. */
export function CertificateCheck() {
  const { t } = useTranslation('troubleshooting');
  const [address, setAddress] = useState('');
  const check = useApiMutation('createCertificateCheck');
  const refused = check.error?.fields.some(({ problem }) => problem === 'not-this-server');
  return (
    <CheckForm
      title={t('certificate.title')}
      lead={t('certificate.lead')}
      pending={check.isPending}
      problem={refused ? null : check.error}
      onAsk={() => check.mutate({ body: { address: address.trim() } })}
      answer={
        <>
          {refused && <p>{t('certificate.not-this-server')}</p>}
          {check.data && <Answer check={check.data} />}
        </>
      }
    >
      <CheckField label={t('certificate.address')}>
        {(id) => (
          <Input
            id={id}
            value={address}
            placeholder={window.location.host}
            onChange={(event) => setAddress(event.target.value)}
          />
        )}
      </CheckField>
    </CheckForm>
  );
}

function Answer({ check }: { check: Result<'createCertificateCheck'> }) {
  const { t, i18n } = useTranslation('troubleshooting');
  if (check.state !== 'read') return <p>{t(`certificate.state.${check.state}`, { host: check.host })}</p>;
  const verdicts = (['forHost', 'inTime', 'trusted'] as const)
    .filter((name) => check[name] !== null)
    .map((name) => ({ good: check[name] === true, word: `${name}-${check[name] ? 'yes' : 'no'}` }));
  return (
    <>
      <ul className="check-verdicts">
        {verdicts.map(({ good, word }) => (
          <li key={word}>
            <StatusChip tone={good ? 'good' : 'bad'}>
              {t(`certificate.verdict.${word}`, { host: check.host })}
            </StatusChip>
          </li>
        ))}
      </ul>
      {check.chain.map((one) => (
        <FactList
          key={one.fingerprint}
          className="fact-rows trouble-facts"
          facts={[
            [t('certificate.subject'), one.subject || '–'],
            [t('certificate.issuer'), one.issuer || '–'],
            [t('certificate.names'), one.names.join(', ') || '–'],
            [t('certificate.expires'), formatDateTime(one.expiresAt, i18n.language)],
            [t('certificate.fingerprint'), <code key="fingerprint">{one.fingerprint}</code>],
          ]}
        />
      ))}
    </>
  );
}
