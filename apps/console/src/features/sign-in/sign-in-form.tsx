import './sign-in.css';
import { Button, Input, type InputRef } from 'antd';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiProblem } from '../../lib/api-client.ts';
import { useSignIn } from '../../lib/session.ts';
import { ErrorNote } from '../../ui/error-state.tsx';
import { PausedNote } from './paused-note.tsx';
import { useSecondsLeft } from './seconds-left.ts';
import { SignInField } from './sign-in-field.tsx';

type Missing = 'user' | 'password';

/** User and password. A refusal stands at the password; too many attempts count down on the button. */
export function SignInForm({ onPending }: { onPending: (ticket: string) => void }) {
  const { t } = useTranslation('sign-in');
  const id = useId();
  const user = useRef<InputRef>(null);
  const password = useRef<InputRef>(null);
  const [missing, setMissing] = useState<Missing>();
  const { mutate, error, isPending } = useSignIn();
  const wait = useSecondsLeft(error?.code === 'too-many-attempts' ? error : undefined);
  useEffect(() => {
    if (error) password.current?.focus({ cursor: 'all' });
  }, [error]);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const name = String(values.get('user')).trim();
    const secret = String(values.get('password'));
    const lacks = name === '' ? 'user' : secret === '' ? 'password' : undefined;
    setMissing(lacks);
    if (lacks) return (lacks === 'user' ? user : password).current?.focus();
    if (!isPending && wait === 0) {
      mutate(
        { user: name, password: secret },
        { onSuccess: (answer) => 'ticket' in answer && onPending(answer.ticket) },
      );
    }
  };
  const wrong = error?.code === 'wrong-credentials' ? t('wrong') : undefined;
  const refused = error?.code === 'entry-refused' ? t(`refused.${error.detail.reason}`) : undefined;
  const passwordError = missing === 'password' ? t('missing.password') : missing ? undefined : wrong;
  return (
    <form className="sign-in-form" onSubmit={submit} noValidate>
      <SignInField id={`${id}-user`} label={t('user')} error={missing === 'user' ? t('missing.user') : undefined}>
        {(marks) => <Input ref={user} name="user" size="large" autoComplete="username" autoFocus {...marks} />}
      </SignInField>
      <SignInField id={`${id}-password`} label={t('password')} error={passwordError}>
        {(marks) => (
          <Input.Password ref={password} name="password" size="large" autoComplete="current-password" {...marks} />
        )}
      </SignInField>
      {wait > 0 ? (
        <PausedNote problem={error} />
      ) : refused ? (
        <p className="error-note" role="alert">
          {refused}
        </p>
      ) : (
        <ErrorNote problem={unexplained(error)} />
      )}
      <Button type="primary" size="large" htmlType="submit" block loading={isPending} disabled={wait > 0}>
        {wait > 0 ? t('wait', { count: wait }) : t('submit')}
      </Button>
      <p className="quiet">{t('forgotten')}</p>
    </form>
  );
}

/** What does not have its own place in the form. */
function unexplained(error: ApiProblem | null): ApiProblem | null {
  return error && !['wrong-credentials', 'too-many-attempts', 'entry-refused'].includes(error.code) ? error : null;
}
