import './access-keys.css';
import { Button, Input } from 'antd';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiQuery } from '../../lib/queries.ts';
import { useSession } from '../../lib/session.ts';
import type { RegistryPlace } from '../../ui/commands.ts';
import { CommandBlock, CopyCommand } from '../../ui/copy-command.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { loginCommands } from '../../ui/login-commands.ts';
import { readCredentials } from './credentials-csv.ts';
import { isAccessKeyId, loginKeyCommand } from './login-key.ts';
import { SecretOnce } from './secret-once.tsx';
import { useCreateAccessKey } from './use-create-access-key.ts';
import { useLoginKey } from './use-login-key.ts';

/** Far more than such a file has. */
const fileLimit = 16 * 1024;

/** The login command of an access key: computed here from its id and secret, neither of which is sent anywhere. */
export function LongTermPanel({ place }: { place: RegistryPlace }) {
  const { t } = useTranslation('access-keys');
  const { user } = useSession();
  const fieldId = useId();
  const [id, setId] = useState('');
  const [secret, setSecret] = useState('');
  const [wrongFile, setWrongFile] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const keys = useApiQuery('listAccessKeys');
  const create = useCreateAccessKey();
  const loginKey = useLoginKey(id, secret);
  const own = keys.data?.items.find((key) => key.id === id);
  const made = create.data;

  const put = (key: { id: string; secret: string }) => {
    setWrongFile(false);
    setId(key.id);
    setSecret(key.secret);
  };
  const readFile = async (file: File | undefined) => {
    const found = file && file.size <= fileLimit ? readCredentials(await file.text()) : undefined;
    if (found) put(found);
    else setWrongFile(file !== undefined);
  };

  return (
    <div className="long-term">
      <p>{t('long-term.lead')}</p>
      <div className="long-term-fields">
        <label htmlFor={`${fieldId}-id`}>
          <span>{t('long-term.id')}</span>
          <Input
            id={`${fieldId}-id`}
            list={`${fieldId}-own`}
            value={id}
            autoComplete="off"
            spellCheck={false}
            placeholder="WK…"
            onChange={(event) => setId(event.target.value.trim())}
          />
          <datalist id={`${fieldId}-own`}>
            {keys.data?.items.map((key) => (
              <option key={key.id} value={key.id} />
            ))}
          </datalist>
        </label>
        <label htmlFor={`${fieldId}-secret`}>
          <span>{t('long-term.secret')}</span>
          <Input.Password
            id={`${fieldId}-secret`}
            value={secret}
            // No password keeper shall take it for the user's password.
            autoComplete="off"
            onChange={(event) => setSecret(event.target.value.trim())}
          />
        </label>
        <span className="long-term-buttons">
          <input
            ref={chooser}
            type="file"
            accept=".csv,text/csv"
            hidden
            aria-label={t('long-term.import')}
            onChange={(event) => {
              void readFile(event.target.files?.[0]);
              // The same file again is another choice.
              event.target.value = '';
            }}
          />
          <Button onClick={() => chooser.current?.click()}>{t('long-term.import')}</Button>
          {create.offered && !made && (
            <Button loading={create.isPending} onClick={() => create.create(put)}>
              {t('create.action')}
            </Button>
          )}
        </span>
      </div>
      <p className="field-wrong" role="alert">
        {wrongFile && t('long-term.wrong-file')}
        {!wrongFile && id !== '' && !isAccessKeyId(id) && t('long-term.wrong-id')}
        {own?.state === 'disabled' && t('long-term.disabled')}
        {loginKey.failed && t('long-term.failed')}
      </p>
      <ErrorNote problem={create.error} />
      {made && <SecretOnce accessKey={made} user={user.name} />}
      {loginKey.key && (
        <CopyCommand
          label={t('long-term.tools')}
          secret={loginKey.key}
          commands={loginCommands(place, { login: id, password: loginKey.key })}
        />
      )}
      <details className="long-term-shell">
        <summary>{t('long-term.shell')}</summary>
        <p className="quiet">{t('long-term.shell-text')}</p>
        <CommandBlock text={loginKeyCommand(isAccessKeyId(id) ? id : 'ACCESS_KEY_ID')} />
      </details>
    </div>
  );
}
