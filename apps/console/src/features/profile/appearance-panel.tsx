import './profile.css';
import { Radio } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../lib/i18n.ts';
import { usePreference } from '../../lib/preferences.ts';
import { useChangeLanguage } from '../../lib/use-change-language.ts';

/** Kept in this browser. */
export function AppearancePanel() {
  const { t, i18n } = useTranslation('profile');
  const id = useId();
  const changeLanguage = useChangeLanguage();
  const [mode, setMode] = usePreference('colour-mode', 'system');
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{t('appearance.title')}</h2>
      <p className="panel-lead">{t('appearance.lead')}</p>
      <div className="appearance">
        <fieldset>
          <legend>{t('appearance.language')}</legend>
          <Radio.Group
            value={i18n.language}
            onChange={(event) => changeLanguage(event.target.value as Language)}
            options={[
              { value: 'en-US', label: <span lang="en">English</span> },
              { value: 'zh-CN', label: <span lang="zh-CN">简体中文</span> },
            ]}
          />
        </fieldset>
        <fieldset>
          <legend>{t('appearance.colours')}</legend>
          <Radio.Group
            value={mode}
            onChange={(event) => setMode(event.target.value)}
            options={[
              { value: 'system', label: t('appearance.system') },
              { value: 'light', label: t('appearance.light') },
              { value: 'dark', label: t('appearance.dark') },
            ]}
          />
        </fieldset>
      </div>
    </section>
  );
}
