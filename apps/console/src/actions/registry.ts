import { useEffect, useId, useSyncExternalStore } from 'react';
import type { Action } from './action.ts';

const registered = new Map<string, readonly Action[]>();
const listeners = new Set<() => void>();
let all: readonly Action[] = [];

function changed(): void {
  all = [...registered.values()].flat();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Offers actions to palette and shortcuts while the component is mounted. */
export function useActions(actions: readonly Action[]): void {
  const owner = useId();
  useEffect(() => {
    registered.set(owner, actions);
    changed();
  }, [owner, actions]);
  useEffect(
    () => () => {
      registered.delete(owner);
      changed();
    },
    [owner],
  );
}

export function useRegisteredActions(): readonly Action[] {
  return useSyncExternalStore(subscribe, () => all);
}

/** An action that another part of the page registered, such as the shell's `login-command.create`. */
export function useRegisteredAction(id: string): Action | undefined {
  return useRegisteredActions().find((action) => action.id === id);
}

/** The actions of this moment, for listeners outside of rendering. */
export function registeredActions(): readonly Action[] {
  return all;
}
