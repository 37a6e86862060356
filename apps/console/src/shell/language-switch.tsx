import { useTranslation } from 'react-i18next';
import type { Language } from '../lib/i18n.ts';
import { useChangeLanguage } from '../lib/use-change-language.ts';

const names: Record<Language, string> = { 'en-US': 'English', 'zh-CN': '中文' };

/** Names the other language in that language: who needs it can read it. */
export function LanguageSwitch() {
  const { i18n } = useTranslation();
  const changeLanguage = useChangeLanguage();
  const other: Language = i18n.language === 'zh-CN' ? 'en-US' : 'zh-CN';
  return (
    <button type="button" className="icon-button" lang={other} onClick={() => changeLanguage(other)}>
      {names[other]}
    </button>
  );
}
