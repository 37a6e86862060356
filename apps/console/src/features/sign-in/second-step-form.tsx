import './sign-in.css';
import { Button, Input, type InputRef } from 'antd';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCompleteSignIn } from '../../lib/session.ts';
import { ErrorNote } from '../../ui/error-state.tsx';
import { PausedNote } from './paused-note.tsx';
import { useSecondsLeft } from './seconds-left.ts';
import { SignInField } from './sign-in-field.tsx';

/** The code of the user's app, or a recovery code. A ticket that is too old leads back to the password. */
export function SecondStepForm({ ticket, onBack }: { ticket: string; onBack: () => void }) {
  const { t } = useTranslation('sign-in');
  const id = useId();
  const code = useRef<InputRef>(null);
  const [missing, setMissing] = useState(false);
  const { mutate, error, isPending } = useCompleteSignIn();
  const wait = useSecondsLeft(error?.code === 'too-many-attempts' ? error : undefined);
  useEffect(() => {
    if (error) code.current?.focus({ cursor: 'all' });
  }, [error]);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const value = String(new FormData(event.currentTarget).get('code')).trim();
    setMissing(value === '');
    if (value === '') return code.current?.focus();
    if (!isPending && wait === 0) mutate({ ticket, code: value });
  };
  const refused = error?.code === 'wrong-credentials';
  const expired = refused && error.detail.reason === 'ticket';
  const problem = missing
    ? t('second.missing')
    : expired
      ? t('second.expired')
      : refused
        ? t('second.wrong')
        : undefined;
  return (
    <form className="sign-in-form" onSubmit={submit} noValidate>
      <SignInField id={`${id}-code`} label={t('second.code')} error={problem}>
        {(marks) => (
          <Input ref={code} name="code" size="large" autoComplete="one-time-code" autoFocus maxLength={64} {...marks} />
        )}
      </SignInField>
      <p className="quiet">{t('second.code-text')}</p>
      {wait > 0 ? (
        <PausedNote problem={error} />
      ) : (
        <ErrorNote problem={refused || error?.code === 'too-many-attempts' ? null : error} />
      )}
      <Button type="primary" size="large" htmlType="submit" block loading={isPending} disabled={wait > 0 || expired}>
        {wait > 0 ? t('wait', { count: wait }) : t('second.submit')}
      </Button>
      <Button size="large" block onClick={onBack}>
        {t('second.back')}
      </Button>
      <p className="quiet">{t('second.lost')}</p>
    </form>
  );
}
