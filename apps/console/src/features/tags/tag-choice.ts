import type { DeletionSelection } from '@wharf/api';

/** Tags by name, or all that the list's filter finds less some. */
export type TagChoice = { kind: 'names'; names: readonly string[] } | { kind: 'filter'; except: readonly string[] };

export const nothingChosen: TagChoice = { kind: 'names', names: [] };

export function chooses(choice: TagChoice, name: string): boolean {
  return choice.kind === 'names' ? choice.names.includes(name) : !choice.except.includes(name);
}

export function withTags(choice: TagChoice, names: readonly string[], chosen: boolean): TagChoice {
  const without = (list: readonly string[]) => list.filter((name) => !names.includes(name));
  return choice.kind === 'names'
    ? { kind: 'names', names: chosen ? [...without(choice.names), ...names] : without(choice.names) }
    : { kind: 'filter', except: chosen ? without(choice.except) : [...without(choice.except), ...names] };
}

/** `total` is what the filter finds. */
export function countOf(choice: TagChoice, total: number): number {
  return choice.kind === 'names' ? choice.names.length : Math.max(0, total - choice.except.length);
}

export function selectionOf(choice: TagChoice, q: string): DeletionSelection {
  return choice.kind === 'names'
    ? { tags: [...choice.names] }
    : { filter: { q: q.trim() }, except: [...choice.except] };
}
