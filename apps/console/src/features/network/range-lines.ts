/** A range and, behind it, what it is: the lines of a text field. */
export interface RangeLine {
  range: string;
  description: string;
}

/** Empty lines are left out; the range ends at the first space, and a `#` or a dash before the description is decoration. */
export function readRangeLines(text: string): RangeLine[] {
  return text.split('\n').flatMap((line) => {
    const [range = '', ...rest] = line.trim().split(/\s+/);
    if (range === '') return [];
    return [{ range, description: rest.join(' ').replace(/^(?:#|[-–—])\s*/, '') }];
  });
}

export function writeRangeLines(lines: readonly RangeLine[]): string {
  return lines.map(({ range, description }) => `${range}${description && `  ${description}`}`).join('\n');
}
