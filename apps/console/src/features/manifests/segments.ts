/** A part of the bar, in its units. */
export interface Segment {
  start: number;
  width: number;
}

/**
 * Lays sizes side by side over `width`, in order. No segment is narrower than `least` (as far as there is room), so
 * that an empty layer beside one of a gigabyte can still be seen and pointed at; what that takes, the wide ones give.
 */
export function layOut(sizes: readonly number[], width: number, least: number): Segment[] {
  if (sizes.length === 0) return [];
  const floor = Math.min(least, width / sizes.length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const spare = width - floor * sizes.length;
  let start = 0;
  return sizes.map((size) => {
    const segment = { start, width: floor + (total === 0 ? spare / sizes.length : (spare * size) / total) };
    start += segment.width;
    return segment;
  });
}
