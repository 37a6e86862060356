import { QuestionCircleOutlined, SearchOutlined } from '@ant-design/icons';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../actions/action.ts';
import { useActions, useRegisteredAction } from '../actions/registry.ts';
import { keyLabel } from './key-label.ts';

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));
const ShortcutHelp = lazy(async () => ({ default: (await import('./shortcut-help.tsx')).ShortcutHelp }));

/** Command palette and list of shortcuts; both are loaded when first asked for. */
export function PaletteHost() {
  const { t } = useTranslation('shell');
  const [open, setOpen] = useState<'palette' | 'help'>();
  useActions(
    useMemo(
      (): Action[] => [
        {
          id: 'palette.open',
          label: t('palette.open'),
          section: 'go',
          icon: <SearchOutlined aria-hidden />,
          shortcut: 'mod+k',
          perform: () => setOpen((now) => (now === 'palette' ? undefined : 'palette')),
        },
        {
          id: 'help.shortcuts',
          label: t('help.shortcuts'),
          section: 'settings',
          icon: <QuestionCircleOutlined aria-hidden />,
          shortcut: '?',
          perform: () => setOpen('help'),
        },
      ],
      [t],
    ),
  );
  const close = () => setOpen(undefined);
  return (
    <Suspense fallback={null}>
      {open === 'palette' && <Palette onClose={close} />}
      {open === 'help' && <ShortcutHelp onClose={close} />}
    </Suspense>
  );
}

export function PaletteTrigger() {
  const { t } = useTranslation('shell');
  const action = useRegisteredAction('palette.open');
  return (
    <button type="button" className="palette-trigger" onClick={() => action?.perform()}>
      <SearchOutlined aria-hidden />
      <span className="palette-hint">{t('palette.hint')}</span>
      <kbd>{keyLabel('mod+k')}</kbd>
    </button>
  );
}
