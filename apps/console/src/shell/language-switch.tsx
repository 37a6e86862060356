import { useTranslation } from 'react-i18next';
import { changeLanguage, type Language } from '../lib/i18n.ts';

const names: Record<Language, string> = { 'en-US': 'English', 'zh-CN': '中文' };

/** Names the other language in that language: who needs it can read it. */
export function LanguageSwitch() {
  const { i18n } = useTranslation();
  const other: Language = i18n.language === 'zh-CN' ? 'en-US' : 'zh-CN';
  return (
    <button type="button" className="icon-button" lang={other} onClick={() => void changeLanguage(other)}>
      {names[other]}
    </button>
  );
}
