import type { Result } from '@wharf/api';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../ui/copy-button.tsx';
import { writeCredentials } from './credentials-csv.ts';

/** A new access key with its secret, the only time that it can be seen. */
export function SecretOnce({ accessKey, user }: { accessKey: Result<'createAccessKey'>; user: string }) {
  const { t } = useTranslation('access-keys');
  const { id, secret } = accessKey;
  const [shown, setShown] = useState(false);
  return (
    <div className="secret-once">
      <dl>
        <div>
          <dt>{t('long-term.id')}</dt>
          <dd>
            <code>{id}</code> <CopyButton text={id} name={t('long-term.id')} />
          </dd>
        </div>
        <div>
          <dt>{t('long-term.secret')}</dt>
          <dd>
            <code>{shown ? secret : '•'.repeat(12)}</code> <CopyButton text={secret} name={t('long-term.secret')} />
            <Button type="text" size="small" onClick={() => setShown(!shown)}>
              {shown ? t('secret.hide') : t('secret.show')}
            </Button>
          </dd>
        </div>
      </dl>
      <Button
        href={`data:text/csv;charset=utf-8,${encodeURIComponent(writeCredentials(user, accessKey))}`}
        download={`credentials-${id}.csv`}
      >
        {t('secret.download')}
      </Button>
      <p className="once-note">{t('secret.once')}</p>
    </div>
  );
}
