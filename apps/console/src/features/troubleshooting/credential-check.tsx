import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../lib/format.ts';
import { useApiMutation } from '../../lib/queries.ts';
import { StatusChip } from '../../ui/status-chip.tsx';
import { CheckField, CheckForm } from './check-form.tsx';

const tones = { works: 'good', refused: 'bad', unknown: 'warn' } as const;

/** Is my login command still valid? */
export function CredentialCheck({ textOf }: { textOf: (reason: string) => { cause: string; remedy: string } }) {
  const { t, i18n } = useTranslation('troubleshooting');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const check = useApiMutation('createCredentialCheck');
  const { data } = check;
  const time = (text: string) => formatDateTime(text, i18n.language);
  return (
    <CheckForm
      title={t('credential.title')}
      lead={t('credential.lead')}
      pending={check.isPending}
      problem={check.error}
      disabled={!name.trim()}
      onAsk={() => check.mutate({ body: { name: name.trim(), ...(password && { password }) } })}
      answer={
        data && (
          <>
            <StatusChip tone={tones[data.state]}>{t(`credential.state.${data.state}`)}</StatusChip>
            {data.kind && <p>{t(`credential.kind.${data.kind}`)}</p>}
            {data.reason && (
              <p>
                {textOf(data.reason).cause} {textOf(data.reason).remedy}
              </p>
            )}
            {data.retryAfterSeconds !== null && <p>{t('credential.wait', { count: data.retryAfterSeconds })}</p>}
            {data.expiresAt && <p>{t('credential.expires', { time: time(data.expiresAt) })}</p>}
            {data.lastUsedAt && <p>{t('credential.used', { time: time(data.lastUsedAt) })}</p>}
          </>
        )
      }
    >
      <CheckField label={t('credential.name')}>
        {(id) => <Input id={id} value={name} autoComplete="off" onChange={(event) => setName(event.target.value)} />}
      </CheckField>
      <CheckField label={t('credential.password')}>
        {(id) => (
          <Input.Password
            id={id}
            value={password}
            autoComplete="off"
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </CheckField>
    </CheckForm>
  );
}
