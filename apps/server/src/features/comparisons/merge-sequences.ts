export interface Merged<T> {
  item: T;
  where: 'both' | 'left' | 'right';
}

/** Beyond this many pairs the middle part is not aligned: it would take seconds. */
const pairLimit = 4_000_000;

/**
 * Two lists as one, in which both keep their order and as much as possible is shared (a longest common subsequence).
 * What stands between two shared items comes from the left first. Of several equal ways, the one does not depend on which list is left.
 */
export function mergeSequences<T>(left: readonly T[], right: readonly T[], keyOf: (item: T) => string): Merged<T>[] {
  const a = left.map(keyOf);
  const b = right.map(keyOf);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const both = (items: readonly T[]) => items.map((item): Merged<T> => ({ item, where: 'both' }));
  return [
    ...both(left.slice(0, start)),
    ...alignMiddle(left.slice(start, left.length - end), right.slice(start, right.length - end), keyOf),
    ...both(end === 0 ? [] : left.slice(-end)),
  ];
}

function alignMiddle<T>(left: readonly T[], right: readonly T[], keyOf: (item: T) => string): Merged<T>[] {
  const merged: Merged<T>[] = [];
  let held: Merged<T>[] = [];
  let i = 0;
  let j = 0;
  const steps = left.length * right.length <= pairLimit ? commonLengths(left.map(keyOf), right.map(keyOf)) : undefined;
  const takeLeft = () => merged.push({ item: left[i++] as T, where: 'left' });
  const takeRight = () => held.push({ item: right[j++] as T, where: 'right' });
  while (steps && i < left.length && j < right.length) {
    const [one, other] = [keyOf(left[i] as T), keyOf(right[j] as T)];
    if (one === other) {
      merged.push(...held, { item: left[i] as T, where: 'both' });
      held = [];
      i += 1;
      j += 1;
      continue;
    }
    const without = (steps[i + 1]?.[j] ?? 0) - (steps[i]?.[j + 1] ?? 0);
    if (without > 0 || (without === 0 && one < other)) takeLeft();
    else takeRight();
  }
  while (i < left.length) takeLeft();
  while (j < right.length) takeRight();
  return [...merged, ...held];
}

/** At [i][j], how many items the lists from there on can share. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint16Array[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    const row = lengths[i];
    const below = lengths[i + 1];
    if (!row || !below) continue;
    for (let j = b.length - 1; j >= 0; j--) {
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}
