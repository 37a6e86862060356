import { useSyncExternalStore } from 'react';

let text = '';
const listeners = new Set<() => void>();

/** Says something to screen readers without moving the focus. */
export function announce(words: string): void {
  // The same words twice are no change of the region, and would stay silent.
  text = words === text ? `${words}\u00a0` : words;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The live region; mounted once, before anything is said. */
export function Announcer() {
  const said = useSyncExternalStore(subscribe, () => text);
  return (
    <div className="visually-hidden" aria-live="polite" role="status">
      {said}
    </div>
  );
}
