import './organizations.css';
import { AppstoreOutlined, BarsOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { usePreference } from '../../lib/preferences.ts';
import { useUrlValue } from '../../lib/url-state.ts';

const views = ['list', 'cards'] as const;
export type View = (typeof views)[number];

/** List or cards: what the address says, else what this browser chose last. */
export function useView(): [View, (view: View) => void] {
  const [remembered, remember] = usePreference('organizations-view', 'list');
  const [address, setAddress] = useUrlValue('view', '');
  return [
    views.find((view) => view === address) ?? remembered,
    (view) => {
      remember(view);
      setAddress(view);
    },
  ];
}

export function ViewSwitch({ view, onView }: { view: View; onView: (view: View) => void }) {
  const { t } = useTranslation('organizations');
  const icons = { list: <BarsOutlined aria-hidden />, cards: <AppstoreOutlined aria-hidden /> };
  return (
    <fieldset className="view-switch" aria-label={t('view.label')}>
      {views.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={view === one}
          aria-label={t(`view.${one}`)}
          title={t(`view.${one}`)}
          onClick={() => onView(one)}
        >
          {icons[one]}
        </button>
      ))}
    </fieldset>
  );
}
