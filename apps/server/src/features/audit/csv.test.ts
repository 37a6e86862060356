import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from './csv.ts';

/** RFC 4180, read back. */
function parse(line: string): string[] {
  const cells = [''];
  let inside = false;
  for (let at = 0; at < line.length - 2; at += 1) {
    const letter = line.charAt(at);
    if (letter === '"' && inside && line.charAt(at + 1) === '"') at += 1;
    else if (letter === '"') {
      inside = !inside;
      continue;
    } else if (letter === ',' && !inside) {
      cells.push('');
      continue;
    }
    cells[cells.length - 1] += letter;
  }
  return cells;
}

const cell = fc.oneof(
  fc.string(),
  fc.stringMatching(/^[=+\-@,"\r\n\t|%]{0,3}[a-z"(]{0,5}$/),
  fc.constantFrom('=1+1', '@SUM(A1)', '+1', '-1', '\t=1', '＝1'),
);

describe('a line of CSV', () => {
  it('can be read back, and no cell is a formula', () => {
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 6 }), (cells) => {
        const read = parse(csvLine(cells));
        expect(read.map((text) => text.replace(/^'/, ''))).toEqual(cells.map((text) => text.replace(/^'/, '')));
        for (const text of read) expect(text).not.toMatch(/^[=+\-@\t\r\n|%＝＋－＠]/);
      }),
    );
  });

  it('ends as RFC 4180 says', () => {
    expect(csvLine(['a', null, 'b "c", d', '=cmd'])).toBe('a,,"b ""c"", d","\'=cmd"\r\n');
  });
});
