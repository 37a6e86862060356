import type { Action } from '../actions/action.ts';

/** Actions whose label holds every typed word, those that start with the first word in front. */
export function matchActions(actions: readonly Action[], typed: string): Action[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const [first = ''] = words;
  const startsWith = (action: Action) => (action.label.toLowerCase().startsWith(first) ? 0 : 1);
  return actions
    .filter((action) => words.every((word) => action.label.toLowerCase().includes(word)))
    .sort((a, b) => startsWith(a) - startsWith(b));
}
