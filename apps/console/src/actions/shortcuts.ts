import { useEffect } from 'react';
import { registeredActions } from './registry.ts';

/** Two keys belong together when the second follows within this time. */
const sequenceMilliseconds = 1200;

/** One key as shortcuts spell it: `mod+k`, `?`, `g`. Undefined for a modifier alone or a combination that is the browser's. */
export function keyOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): string | undefined {
  if (['Control', 'Meta', 'Alt', 'Shift'].includes(event.key) || event.altKey) return undefined;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
}

/** The shortcut that the last keys spell, the longest first. */
export function matchShortcut(pressed: readonly string[], shortcuts: readonly string[]): string | undefined {
  for (let length = pressed.length; length > 0; length -= 1) {
    const spelled = pressed.slice(-length).join(' ');
    if (shortcuts.includes(spelled)) return spelled;
  }
  return undefined;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && target.type === 'checkbox') return false;
  return target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function dialogIsOpen(): boolean {
  return document.querySelector('[role="dialog"]:not([aria-hidden="true"])') !== null;
}

/** Listens for the shortcuts of all registered actions; mount it once. */
export function useShortcuts(): void {
  useEffect(() => {
    let pressed: string[] = [];
    let last = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      const key = keyOf(event);
      if (!key || event.defaultPrevented || event.isComposing) return;
      if (!key.startsWith('mod+') && (isTyping(event.target) || dialogIsOpen())) return;
      if (event.timeStamp - last > sequenceMilliseconds) pressed = [];
      last = event.timeStamp;
      pressed = [...pressed, key].slice(-2);
      const actions = registeredActions().filter((action) => action.shortcut && !action.refusal);
      const match = matchShortcut(
        pressed,
        actions.map((action) => action.shortcut ?? ''),
      );
      const action = actions.findLast((one) => one.shortcut === match);
      if (!action) return;
      event.preventDefault();
      pressed = [];
      action.perform();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
