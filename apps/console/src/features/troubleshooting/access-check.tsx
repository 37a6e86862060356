import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { ChoiceBox } from '../../ui/choice-box.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { CheckField, CheckForm } from './check-form.tsx';

const kinds = ['me', 'user', 'robot', 'account'] as const;
const actions = ['pull', 'push', 'delete'] as const;

/** Can somebody do something to an image? @param textOf a reason's cause and remedy in the user's language */
export function AccessCheck({ textOf }: { textOf: (reason: string) => { cause: string; remedy: string } }) {
  const { t } = useTranslation('troubleshooting');
  const [kind, setKind] = useState<(typeof kinds)[number]>('me');
  const [name, setName] = useState('');
  const [action, setAction] = useState<(typeof actions)[number]>('pull');
  const [repository, setRepository] = useState('');
  const check = useApiMutation('createAccessCheck');
  const subject = kind === 'me' ? { kind } : { kind, name: name.trim() };
  const asked = check.variables?.body;
  const verdict = check.data?.allowed ? 'yes' : 'no';
  return (
    <CheckForm
      title={t('access.title')}
      lead={t('access.lead')}
      pending={check.isPending}
      problem={check.error}
      disabled={!repository.trim() || (kind !== 'me' && !name.trim())}
      onAsk={() => check.mutate({ body: { subject, repository: repository.trim(), action } })}
      answer={
        check.data &&
        asked && (
          <>
            <StatusChip tone={check.data.allowed ? 'good' : 'bad'}>
              {t(`access.answer.${verdict}`, {
                name: check.data.subject,
                action: t(`access.action.${asked.action}`),
                repository: asked.repository,
              })}
            </StatusChip>
            {check.data.because && <p>{t(`access.because.${check.data.because}`)}</p>}
            {check.data.reason && (
              <p>
                {textOf(check.data.reason).cause} {textOf(check.data.reason).remedy}
              </p>
            )}
            {check.data.reason === 'level-too-low' && (
              <p className="quiet">
                {t('access.levels', {
                  held: t(`ui:level.${check.data.held ?? 'none'}`, { defaultValue: check.data.held ?? '–' }),
                  wanted: t(`ui:level.${check.data.wanted ?? 'none'}`, { defaultValue: check.data.wanted ?? '–' }),
                })}
              </p>
            )}
          </>
        )
      }
    >
      <div className="check-field">
        <span>{t('access.who')}</span>
        <ChoiceBox
          label={t('access.who')}
          value={kind}
          choices={kinds.map((value) => ({ value, label: t(`access.kind.${value}`) }))}
          onChange={setKind}
        />
      </div>
      {kind !== 'me' && (
        <CheckField label={t('access.name')}>
          {(id) => <Input id={id} value={name} onChange={(event) => setName(event.target.value)} />}
        </CheckField>
      )}
      <div className="check-field">
        <span>{t('access.what')}</span>
        <ChoiceBox
          label={t('access.what')}
          value={action}
          choices={actions.map((value) => ({ value, label: t(`access.action.${value}`) }))}
          onChange={setAction}
        />
      </div>
      <CheckField label={t('access.image')}>
        {(id) => (
          <Input
            id={id}
            value={repository}
            placeholder="organization/image"
            onChange={(event) => setRepository(event.target.value)}
          />
        )}
      </CheckField>
    </CheckForm>
  );
}
