import { useSyncExternalStore } from 'react';
import type { ColourMode } from '../theme.ts';
import { usePreference } from './preferences.ts';

const dark = '(prefers-color-scheme: dark)';

function subscribe(listener: () => void): () => void {
  const query = matchMedia(dark);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** The chosen mode; `system` follows the browser while it changes. */
export function useColourMode(): ColourMode {
  const [chosen] = usePreference('colour-mode', 'system');
  const systemIsDark = useSyncExternalStore(subscribe, () => matchMedia(dark).matches);
  if (chosen !== 'system') return chosen;
  return systemIsDark ? 'dark' : 'light';
}
