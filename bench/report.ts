/** What must hold: of `ours / peer`, or of our figure alone. */
export interface Target {
  of: 'ratio' | 'ours';
  is: '>=' | '<=' | '<';
  value: number;
}

export interface Row {
  work: string;
  ours: number;
  peer: number;
  ratio: number;
  unit: string;
  /** As text; empty when there is none. */
  target: string;
  /** Null when there is no target. */
  met: boolean | null;
}

export function row(work: string, unit: string, ours: number, peer: number, target?: Target): Row {
  const ratio = ours / peer;
  return {
    work,
    ours,
    peer,
    ratio,
    unit,
    target: target ? textOf(target, unit) : '',
    met: target ? meets(target, ours, ratio) : null,
  };
}

function meets({ of, is, value }: Target, ours: number, ratio: number): boolean {
  const figure = of === 'ratio' ? ratio : ours;
  if (is === '>=') return figure >= value;
  return is === '<=' ? figure <= value : figure < value;
}

function textOf({ of, is, value }: Target, unit: string): string {
  return of === 'ratio' ? `${is} ${value} x` : `${is} ${value} ${unit}`;
}

export function table(rows: Row[], names: { ours: string; peer: string }): string {
  const cells = rows.map((each) => [
    each.work,
    number(each.ours),
    number(each.peer),
    each.unit,
    `${number(each.ratio)} x`,
    each.target,
    each.met === null ? '' : each.met ? 'yes' : 'NO',
  ]);
  const all = [['work', names.ours, names.peer, 'unit', 'ratio', 'target', 'met'], ...cells];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0))) ?? [];
  const numeric = [1, 2, 4];
  return all
    .map((line) =>
      line
        .map((cell, column) =>
          numeric.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function number(value: number): string {
  if (!Number.isFinite(value)) return '-';
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
