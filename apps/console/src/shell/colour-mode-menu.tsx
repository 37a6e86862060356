import { DesktopOutlined, MoonOutlined, SunOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { type Preferences, usePreference } from '../lib/preferences.ts';
import { announce } from '../ui/announce.tsx';

type Mode = Preferences['colour-mode'];

const order: readonly Mode[] = ['system', 'light', 'dark'];
const icons: Record<Mode, typeof SunOutlined> = { system: DesktopOutlined, light: SunOutlined, dark: MoonOutlined };

/** One button through system, light and dark. */
export function ColourModeMenu() {
  const { t } = useTranslation('shell');
  const [mode, setMode] = usePreference('colour-mode', 'system');
  const Icon = icons[mode];
  const next = order[(order.indexOf(mode) + 1) % order.length] ?? 'system';
  const label = t('colour-mode.label', { mode: t(`colour-mode.${mode}`) });
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      onClick={() => {
        setMode(next);
        announce(t('colour-mode.label', { mode: t(`colour-mode.${next}`) }));
      }}
    >
      <Icon aria-hidden />
    </button>
  );
}
