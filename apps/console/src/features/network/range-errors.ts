import type { ApiProblem } from '../../lib/api-client.ts';

/** What is wrong with which line, for a field of many: `10.1.2.3/8: ...`. @param field `body.ranges`. */
export function rangeErrors(
  problem: ApiProblem,
  field: string,
  ranges: readonly string[],
  textOf: (word: string) => string,
): string[] {
  return problem.fields.flatMap(({ field: at, problem: word }) => {
    if (at === field) return [textOf(word)];
    const index = at.startsWith(`${field}.`) ? Number.parseInt(at.slice(field.length + 1), 10) : Number.NaN;
    return Number.isNaN(index) ? [] : [`${ranges[index] ?? ''}: ${textOf(word)}`];
  });
}
