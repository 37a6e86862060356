import './profile.css';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSignOut } from '../../lib/session.ts';
import { Announcer } from '../../ui/announce.tsx';
import { PasswordPanel } from './password-panel.tsx';

/** All that a session is good for while its user's password is one that somebody else set. */
export function ChoosePassword() {
  const { t } = useTranslation('profile');
  const signOut = useSignOut();
  return (
    <main className="choose-password">
      <title>{`${t('choose.title')} · Wharf`}</title>
      <h1>{t('choose.title')}</h1>
      <p className="quiet">{t('choose.text')}</p>
      <PasswordPanel method="password" />
      <Button onClick={() => signOut.mutate()} loading={signOut.isPending}>
        {t('choose.sign-out')}
      </Button>
      <Announcer />
    </main>
  );
}
