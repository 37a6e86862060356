import { Button } from 'antd';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../actions/action.ts';
import { ActionMenu } from '../actions/action-menu.tsx';
import type { ApiProblem } from '../lib/api-client.ts';
import type { List } from '../lib/url-state.ts';
import { EmptyState } from './empty-state.tsx';
import { ErrorNote, ErrorState } from './error-state.tsx';
import { LoadingState } from './loading-state.tsx';
import { Pager } from './pager.tsx';
import { type Column, PlainTable, type RowSelection } from './plain-table.tsx';
import { useRowKeys } from './use-row-keys.ts';

/** What a list operation answers. */
export interface PageAnswer<T> {
  data: { items: T[]; next: string | null; previous: string | null; total: number; totalIsExact: boolean } | undefined;
  error: ApiProblem | null;
  isPlaceholderData: boolean;
  refetch: () => unknown;
}

export interface DataTableProps<T, S extends string> {
  caption: string;
  columns: readonly Column<T, S>[];
  rowKey: (row: T) => string;
  /** From `useListState`. */
  list: List<S>;
  /** From `useApiQuery('list...', { query: list.query })`. */
  answer: PageAnswer<T>;
  /** Shown when there is nothing at all; a filter without hits says so by itself. */
  empty: ReactNode;
  /** The name of the row for its menu's label. */
  rowName?: (row: T) => string;
  rowActions?: (row: T) => readonly Action[];
  onRowHover?: (row: T) => void;
  selection?: RowSelection<T> | undefined;
  /** Asks for the page of this cursor ahead of the click. */
  prefetch?: (cursor: string) => void;
}

/** One page of a list with its order, its way on and back, and what to show instead of rows. */
export function DataTable<T, S extends string>(props: DataTableProps<T, S>) {
  const { list, answer, empty, rowActions, rowName, prefetch, ...table } = props;
  const { data, error } = answer;
  const frame = useRef<HTMLDivElement>(null);
  useRowKeys(frame, table.selection !== undefined);
  if (!data)
    return error ? <ErrorState problem={error} onRetry={() => void answer.refetch()} /> : <LoadingState lines={8} />;
  if (data.items.length === 0) {
    if (list.cursor) return <NothingLeft list={list} />;
    return list.filtered ? <NoHits list={list} /> : empty;
  }
  return (
    <>
      {error && <ErrorNote problem={error} />}
      <div className="table-frame" ref={frame}>
        <PlainTable
          {...table}
          rows={data.items}
          sorting={list}
          stale={answer.isPlaceholderData}
          {...(rowActions && {
            rowMenu: (row: T) => <ActionMenu label={rowName?.(row) ?? table.rowKey(row)} actions={rowActions(row)} />,
          })}
        />
      </div>
      <Pager page={data} goTo={list.goTo} {...(prefetch && { prefetch })} />
    </>
  );
}

function NoHits<S extends string>({ list }: { list: List<S> }) {
  const { t } = useTranslation('ui');
  return (
    <EmptyState
      title={list.q ? t('no-hits', { filter: list.q }) : t('no-hits-filter')}
      actions={<Button onClick={list.clear}>{t('clear-filter')}</Button>}
    />
  );
}

/** A bookmarked or left-open page whose rows are gone. */
function NothingLeft<S extends string>({ list }: { list: List<S> }) {
  const { t } = useTranslation('ui');
  return (
    <EmptyState
      title={t('nothing-left')}
      actions={<Button onClick={() => list.setQ(list.q)}>{t('first-page')}</Button>}
    />
  );
}
