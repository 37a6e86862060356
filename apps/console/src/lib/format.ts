const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** `12.3 MiB`, IEC units, three significant digits. */
export function formatBytes(bytes: number, language: string): string {
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 1023.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
  return `${number} ${units[unit]}`;
}

export function formatCount(count: number, language: string): string {
  return new Intl.NumberFormat(language).format(count);
}

/** Exact up to the server's limit, then `10,000+`. */
export function formatTotal(total: number, exact: boolean, language: string): string {
  return `${formatCount(total, language)}${exact ? '' : '+'}`;
}

export function formatDateTime(time: string | Date, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(time));
}

/** A day of the server's calendar (`2026-11-24`, UTC) as `Nov 24`. */
export function formatDay(day: string, language: string): string {
  return new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** `5 minutes ago`, `in 6 hours`; less than a minute is "now". */
export function formatAgo(time: string | Date, now: Date, language: string): string {
  const seconds = (new Date(time).getTime() - now.getTime()) / 1000;
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  for (const [unit, length] of steps) {
    // A time to come is rounded: a login for six hours says six, also a second later.
    const count = seconds > 0 ? Math.round(seconds / length) : Math.trunc(seconds / length);
    if (count !== 0) return relative.format(count, unit);
  }
  return relative.format(0, 'second');
}

/** `sha256:` and the first twelve hex digits. */
export function shortDigest(digest: string): string {
  const colon = digest.indexOf(':');
  return colon < 0 ? digest.slice(0, 12) : digest.slice(0, colon + 13);
}
