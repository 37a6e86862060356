import i18next, { type BackendModule, type ReadCallback } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { readPreference, writePreference } from './preferences.ts';

export const languages = ['en-US', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

/** Always there: words of `ui/` and `shell/`. A feature's words come with its route. */
const everywhere = ['ui', 'shell'];

const files = import.meta.glob<{ default: Record<string, unknown> }>(['../*/*-*.json', '../features/*/*-*.json']);

const backend: BackendModule = {
  type: 'backend',
  init() {},
  read(language: string, feature: string, done: ReadCallback) {
    fetchWords(language, feature).then(
      (file) => done(null, file.default),
      (error: Error) => done(error, null),
    );
  },
};

async function fetchWords(language: string, feature: string) {
  const load = files[`../features/${feature}/${language}.json`] ?? files[`../${feature}/${language}.json`];
  if (!load) throw new Error(`There are no words for ${feature} in ${language}.`);
  return load();
}

/** The language chosen here before, else the browser's, else English. */
export function preferredLanguage(chosen: string | undefined, browser: readonly string[]): Language {
  const known = languages.find((language) => language === chosen);
  if (known) return known;
  for (const tag of browser) {
    if (/^zh\b/i.test(tag)) return 'zh-CN';
    if (/^en\b/i.test(tag)) return 'en-US';
  }
  return 'en-US';
}

export async function startI18n(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: preferredLanguage(readPreference('language'), navigator.languages),
      fallbackLng: false,
      supportedLngs: [...languages],
      ns: everywhere,
      defaultNS: 'ui',
      interpolation: { escapeValue: false },
      returnNull: false,
    });
}

/** A route waits for its words, so that a page never shows keys. @throws what the import of a file throws */
export async function loadWords(features: readonly string[]): Promise<void> {
  // i18next goes on without words that it cannot load.
  await Promise.all(features.map((feature) => fetchWords(i18next.language, feature)));
  await i18next.loadNamespaces(features);
}

/** @throws like `loadWords`; then the language holds from the next load of the page on */
export async function changeLanguage(language: Language): Promise<void> {
  writePreference('language', language);
  const shown = Object.keys(i18next.getDataByLanguage(i18next.language) ?? {});
  await Promise.all(shown.map((feature) => fetchWords(language, feature)));
  await i18next.changeLanguage(language);
}
