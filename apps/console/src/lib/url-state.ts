import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

export interface ListState<S extends string> {
  q: string;
  sort: S;
  cursor: string | undefined;
}

/** What the address says of a list; a sort that the list does not have counts as the first. */
export function readListState<S extends string>(address: URLSearchParams, sorts: readonly [S, ...S[]]): ListState<S> {
  const sort = address.get('sort');
  return {
    q: address.get('q') ?? '',
    sort: sorts.find((one) => one === sort) ?? sorts[0],
    cursor: address.get('cursor') ?? undefined,
  };
}

/** The address for a changed list: another filter or order starts at the first page; what is default is left out. */
export function writeListState<S extends string>(
  address: URLSearchParams,
  sorts: readonly [S, ...S[]],
  change: Partial<ListState<S>>,
): URLSearchParams {
  const next = new URLSearchParams(address);
  const state = { ...readListState(address, sorts), ...change };
  if (!('cursor' in change)) state.cursor = undefined;
  put(next, 'q', state.q);
  put(next, 'sort', state.sort === sorts[0] ? '' : state.sort);
  put(next, 'cursor', state.cursor ?? '');
  return next;
}

/** The address at the first page of everything. */
export function withoutFilters(address: URLSearchParams, filters: readonly string[]): URLSearchParams {
  const next = new URLSearchParams(address);
  for (const name of ['q', 'cursor', ...filters]) next.delete(name);
  return next;
}

/** The address with these values of a filter, at the first page. */
export function withFilter(address: URLSearchParams, name: string, values: readonly string[]): URLSearchParams {
  const next = new URLSearchParams(address);
  next.delete('cursor');
  next.delete(name);
  for (const value of values) if (value) next.append(name, value);
  return next;
}

function put(address: URLSearchParams, name: string, value: string): void {
  if (value) address.set(name, value);
  else address.delete(name);
}

export interface List<S extends string> extends ListState<S> {
  /** For `call`: without what is empty. */
  query: { q?: string; sort: S; cursor?: string };
  filtered: boolean;
  /** Takes every filter away. */
  clear(): void;
  /** Filtering replaces the entry of the browser's history, paging and sorting add one. */
  setQ(q: string): void;
  setSort(sort: S): void;
  goTo(cursor: string): void;
}

const noFilters: readonly string[] = [];

/**
 * A list's filter, order and page in the address; the first of `sorts` is the default order. `filters` are the names of what
 * else in the address limits the list. Both must be constants.
 */
export function useListState<S extends string>(sorts: readonly [S, ...S[]], filters = noFilters): List<S> {
  const [address, setAddress] = useSearchParams();
  const state = readListState(address, sorts);
  const change = useCallback(
    (part: Partial<ListState<S>>, replace: boolean) =>
      setAddress((now) => writeListState(now, sorts, part), { replace, preventScrollReset: replace }),
    [setAddress, sorts],
  );
  const clear = useCallback(
    () => setAddress((now) => withoutFilters(now, filters), { replace: true, preventScrollReset: true }),
    [setAddress, filters],
  );
  const { q, sort, cursor } = state;
  const filtered = q !== '' || filters.some((name) => address.has(name));
  return useMemo(
    () => ({
      q,
      sort,
      cursor,
      query: { ...(q && { q }), sort, ...(cursor && { cursor }) },
      filtered,
      clear,
      setQ: (text) => change({ q: text }, true),
      setSort: (order) => change({ sort: order }, false),
      goTo: (place) => change({ cursor: place }, false),
    }),
    [q, sort, cursor, filtered, clear, change],
  );
}

/** One value in the address (a tab, an open drawer, a platform); `fallback` is left out of it. */
export function useUrlValue(name: string, fallback: string): [string, (value: string) => void] {
  const [address, setAddress] = useSearchParams();
  const set = useCallback(
    (value: string) =>
      setAddress(
        (now) => {
          const next = new URLSearchParams(now);
          put(next, name, value === fallback ? '' : value);
          return next;
        },
        { replace: true },
      ),
    [setAddress, name, fallback],
  );
  return [address.get(name) ?? fallback, set];
}
