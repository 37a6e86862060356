/** The time at which a share ends whose last day, in the browser's calendar, is `day` (`2026-11-30`): 0:00 of the next one. */
export function endOfDay(day: string): Date | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (year === undefined) return undefined;
  const end = new Date(Number(year), Number(month) - 1, Number(date) + 1);
  return Number.isNaN(end.getTime()) ? undefined : end;
}

/** The last day of a share that ends at `time`. */
export function lastDay(time: string | Date): string {
  const last = new Date(new Date(time).getTime() - 1);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${last.getFullYear()}-${two(last.getMonth() + 1)}-${two(last.getDate())}`;
}
