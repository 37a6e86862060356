import { MenuOutlined } from '@ant-design/icons';
import { Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, ScrollRestoration, useLocation } from 'react-router';
import { RegisteredActionButton } from '../actions/action-button.tsx';
import { useShortcuts } from '../actions/shortcuts.ts';
import { useChanges } from '../lib/changes.ts';
import { Announcer } from '../ui/announce.tsx';
import { LoadingState } from '../ui/loading-state.tsx';
import { ColourModeMenu } from './colour-mode-menu.tsx';
import { useFocusReturn } from './focus-return.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { LoginCommandHost } from './login-command-host.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { PaletteHost, PaletteTrigger } from './palette-host.tsx';
import { Rail } from './rail.tsx';
import { UserMenu } from './user-menu.tsx';

export function Layout() {
  const { t } = useTranslation('shell');
  const [railOpen, setRailOpen] = useState(false);
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const closeRail = useCallback(() => {
    setRailOpen(false);
    // On wide screens it has no size and takes no focus.
    opener.current?.focus();
  }, []);
  useShortcuts();
  useChanges();
  useFocusOnArrival(main, pathname);
  useFocusReturn(main);
  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        {t('skip')}
      </a>
      <Rail open={railOpen} onClose={closeRail} />
      <div className="deck">
        <header className="top-bar">
          <button
            ref={opener}
            type="button"
            className="icon-button rail-opener"
            aria-label={t('navigation.open')}
            aria-expanded={railOpen}
            onClick={() => setRailOpen(true)}
          >
            <MenuOutlined aria-hidden />
          </button>
          <PaletteTrigger />
          <div className="top-tools">
            <RegisteredActionButton id="login-command.create" type="primary" className="login-command-button" />
            <LanguageSwitch />
            <ColourModeMenu />
            <UserMenu />
          </div>
        </header>
        <OfflineBanner />
        <main id="main" ref={main} tabIndex={-1}>
          <Suspense fallback={<LoadingState />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <PaletteHost />
      <LoginCommandHost />
      <Announcer />
      <ScrollRestoration />
    </div>
  );
}

/** A new page is announced by the focus at its start; the first page leaves the focus with the browser. */
function useFocusOnArrival(main: React.RefObject<HTMLElement | null>, pathname: string): void {
  const seen = useRef(pathname);
  useEffect(() => {
    if (seen.current === pathname) return;
    seen.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [main, pathname]);
}
