/** Permission levels in rising order: read pulls, edit also pushes, manage also deletes and grants. */
export const levels = ['read', 'edit', 'manage'] as const;
export type Level = (typeof levels)[number];

/** Whether `held` gives all that `wanted` gives. */
export function atLeast(held: Level | undefined, wanted: Level): boolean {
  return held !== undefined && levels.indexOf(held) >= levels.indexOf(wanted);
}

export function highest(...held: (Level | undefined)[]): Level | undefined {
  let best: Level | undefined;
  for (const level of held) if (level && !atLeast(best, level)) best = level;
  return best;
}
