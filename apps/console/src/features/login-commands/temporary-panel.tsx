import './login-commands.css';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAgo, formatDateTime } from '../../lib/format.ts';
import { useApiMutation } from '../../lib/queries.ts';
import { ChoiceBox } from '../../ui/choice-box.tsx';
import type { RegistryPlace } from '../../ui/commands.ts';
import { CopyCommand } from '../../ui/copy-command.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { loginCommands } from '../../ui/login-commands.ts';
import { hourChoices } from './hour-choices.ts';

/**
 * Creates a temporary login at once and shows its commands, the only time that its password can be seen. Other hours make
 * another one and revoke the one before: nobody has used it.
 */
export function TemporaryPanel({ place, usual, longest }: { place: RegistryPlace; usual: number; longest: number }) {
  const { t, i18n } = useTranslation('login-commands');
  const create = useApiMutation('createLoginCommand', { invalidates: ['listLoginCommands'] });
  const remove = useApiMutation('removeLoginCommand', { invalidates: ['listLoginCommands'] });
  const [hours, setHours] = useState(usual);
  const { mutate, data, error } = create;
  const asked = useRef(false);
  useEffect(() => {
    // React's strict mode mounts twice; one click is one login.
    if (asked.current) return;
    asked.current = true;
    mutate({ body: {} });
  }, [mutate]);
  const body = useRef<HTMLDivElement>(null);
  const first = useRef(true);
  useEffect(() => {
    if (!data || !first.current) return;
    first.current = false;
    // What almost everybody comes for.
    body.current?.querySelector<HTMLElement>('.command-line button')?.focus();
  }, [data]);
  const change = (next: number) => {
    const before = data?.id;
    setHours(next);
    mutate(
      { body: { hours: next } },
      { onSuccess: () => before !== undefined && remove.mutate({ params: { credential: before } }) },
    );
  };
  if (error?.detail.reason === 'no-programmatic-access')
    return <p role="alert">{t('dialog.no-programmatic-access')}</p>;
  if (error) return <ErrorState problem={error} onRetry={() => mutate({ body: { hours } })} />;
  if (!data) return <LoadingState lines={4} />;
  return (
    <div ref={body}>
      <p className="dialog-lead login-hours">
        {t('dialog.hours')}{' '}
        <ChoiceBox
          label={t('dialog.hours')}
          value={String(hours)}
          choices={hourChoices(usual, longest).map((count) => ({ value: String(count), label: t('hours', { count }) }))}
          onChange={(next) => change(Number(next))}
        />
        <span className="quiet">
          {t('dialog.until', {
            until: formatDateTime(data.expiresAt, i18n.language),
            left: formatAgo(data.expiresAt, new Date(), i18n.language),
          })}
        </span>
      </p>
      <CopyCommand label={t('dialog.tools')} secret={data.password} commands={loginCommands(place, data)} />
      <p className="once-note">{t('dialog.once')}</p>
    </div>
  );
}
