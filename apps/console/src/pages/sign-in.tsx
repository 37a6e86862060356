import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useSearchParams } from 'react-router';
import { ProviderButton, Refused } from '../features/sign-in/provider.tsx';
import { returnPath } from '../features/sign-in/return-path.ts';
import { SecondStepForm } from '../features/sign-in/second-step-form.tsx';
import { SignInForm } from '../features/sign-in/sign-in-form.tsx';
import { useSessionQuery } from '../lib/session.ts';
import { ColourModeMenu } from '../shell/colour-mode-menu.tsx';
import { LanguageSwitch } from '../shell/language-switch.tsx';
import { OfflineBanner } from '../shell/offline-banner.tsx';
import { WharfMark } from '../shell/wharf-mark.tsx';
import { Announcer } from '../ui/announce.tsx';

export function SignInPage() {
  const { t } = useTranslation('sign-in');
  const [address] = useSearchParams();
  const session = useSessionQuery();
  // Not in the address: whoever holds it needs the code only.
  const [ticket, setTicket] = useState<string>();
  // Also the way on after signing in: the form only fills the session.
  if (session.data) return <Navigate to={returnPath(address.get('return'))} replace />;
  return (
    <div className="sign-in">
      <title>{`${t('title')} · Wharf`}</title>
      <header className="sign-in-tools">
        <LanguageSwitch />
        <ColourModeMenu />
      </header>
      <OfflineBanner />
      <main className="sign-in-card">
        <div className="sign-in-brand">
          <WharfMark size={44} />
          <h1>{t('title')}</h1>
          <p className="quiet">{ticket === undefined ? t('lead') : t('second.lead')}</p>
        </div>
        <Refused reason={address.get('refused')} />
        {ticket === undefined ? (
          <>
            <SignInForm onPending={setTicket} />
            <ProviderButton returnPath={returnPath(address.get('return'))} />
          </>
        ) : (
          <SecondStepForm ticket={ticket} onBack={() => setTicket(undefined)} />
        )}
      </main>
      <svg className="sign-in-water" viewBox="0 0 1440 120" preserveAspectRatio="none" aria-hidden focusable="false">
        <path d="M0 40q90-28 180 0t180 0 180 0 180 0 180 0 180 0 180 0 180 0v80H0z" />
        <path d="M0 66q90 24 180 0t180 0 180 0 180 0 180 0 180 0 180 0 180 0v54H0z" />
      </svg>
      <Announcer />
    </div>
  );
}
