import { useSyncExternalStore } from 'react';

/** What a browser remembers of its user's choices; never anything secret. */
export interface Preferences {
  language: string;
  'colour-mode': 'system' | 'light' | 'dark';
  'command-tool': string;
  'navigation-folded': 'yes' | 'no';
  'organizations-view': 'list' | 'cards';
}

const listeners = new Set<() => void>();
const prefix = 'wharf.';
// Storage can be forbidden (private windows); the choice then lives as long as the page.
const held = new Map<string, string>();

export function readPreference<K extends keyof Preferences>(name: K): Preferences[K] | undefined {
  try {
    return (localStorage.getItem(prefix + name) ?? held.get(name)) as Preferences[K] | undefined;
  } catch {
    return held.get(name) as Preferences[K] | undefined;
  }
}

export function writePreference<K extends keyof Preferences>(name: K, value: Preferences[K]): void {
  held.set(name, value);
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // See `held`.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

export function usePreference<K extends keyof Preferences>(
  name: K,
  fallback: Preferences[K],
): [Preferences[K], (value: Preferences[K]) => void] {
  const value = useSyncExternalStore(subscribe, () => readPreference(name) ?? fallback);
  return [value, (next) => writePreference(name, next)];
}
