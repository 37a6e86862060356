import type { Counted } from '@wharf/db';

/** Where a page of events begins, with the count that the first page made. */
export interface EventPlace {
  go: 'older' | 'newer';
  /** Of the event before it; that one is not part of the page. */
  id: string;
  counted: Counted;
}

const pattern = /^(older|newer)\.([0-9a-f-]{36})\.(\d{1,5})(\+?)$/;

/** Undefined for what is no place of this list. */
export function readPlace(cursor: string): EventPlace | undefined {
  const [, go, id, total, more] = pattern.exec(cursor) ?? [];
  if (id === undefined) return undefined;
  return { go: go as EventPlace['go'], id, counted: { total: Number(total), totalIsExact: more === '' } };
}

export function writePlace({ go, id, counted: { total, totalIsExact } }: EventPlace): string {
  return `${go}.${id}.${total}${totalIsExact ? '' : '+'}`;
}
