import { eventTypes } from '@wharf/api/event-types';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { withFilter } from '../../lib/url-state.ts';

/** What is typed. */
export const typedFilters = ['author', 'organization', 'repository', 'credential', 'address', 'account'] as const;
export type TypedFilter = (typeof typedFilters)[number];

/** Hours that each period goes back; a week unless the address says otherwise. */
export const periods = { week: 7 * 24, hour: 1, day: 24, month: 30 * 24, all: 0, custom: 0 } as const;
export type Period = keyof typeof periods;

/** Names of the address that narrow the list. */
export const filterNames: readonly string[] = [...typedFilters, 'type', 'result', 'period', 'from', 'to'];

export interface EventFilters {
  values: Record<TypedFilter | 'type' | 'result' | 'from' | 'to', string>;
  period: Period;
  /** For the API: without what is empty. */
  query: Record<string, string>;
  set(name: string, value: string): void;
}

/** The filters in the address. @param fixed what the page itself narrows by */
export function useEventFilters(fixed: { organization?: string }): EventFilters {
  const [address, setAddress] = useSearchParams();
  const text = address.toString();
  return useMemo(() => {
    const from = new URLSearchParams(text);
    const of = (name: string) => from.get(name) ?? '';
    const asked = of('period');
    const period = asked in periods ? (asked as Period) : 'week';
    const type = of('type') in eventTypes ? of('type') : '';
    const values = {
      ...(Object.fromEntries(typedFilters.map((name) => [name, of(name)])) as Record<TypedFilter, string>),
      ...{
        type,
        result: ['done', 'refused'].includes(of('result')) ? of('result') : '',
        from: of('from'),
        to: of('to'),
      },
    };
    const { from: since, to: until, ...plain } = values;
    const all = { ...plain, ...rangeOf(period, since, until), ...fixed };
    const query = Object.fromEntries(Object.entries(all).filter(([, value]) => value));
    const set = (name: string, value: string) =>
      setAddress(
        (now) => {
          const next = withFilter(now, name, [value]);
          // An open event may be none of these.
          next.delete('event');
          return next;
        },
        { replace: true, preventScrollReset: true },
      );
    return { values, period, query, set };
  }, [text, setAddress, fixed]);
}

const hourMs = 60 * 60_000;

/** To the minute, so that drawing the page again asks for nothing new. */
function rangeOf(period: Period, from: string, to: string): { from?: string; to?: string } {
  if (period === 'custom') {
    const [since, until] = [isoOf(from), isoOf(to)];
    return { ...(since && { from: since }), ...(until && { to: until }) };
  }
  if (periods[period] === 0) return {};
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  return { from: new Date(minute - periods[period] * hourMs).toISOString() };
}

/** `2026-11-24T12:00` of an input, in the browser's time zone. */
function isoOf(local: string): string | undefined {
  const time = new Date(local).getTime();
  return local === '' || Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
