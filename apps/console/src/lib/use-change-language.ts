import { useState } from 'react';
import { changeLanguage, type Language } from './i18n.ts';

/** Where words of the other language cannot be fetched, the nearest error boundary says why. */
export function useChangeLanguage(): (language: Language) => void {
  const [failure, setFailure] = useState<{ error: unknown }>();
  if (failure) throw failure.error;
  return (language) => void changeLanguage(language).catch((error: unknown) => setFailure({ error }));
}
