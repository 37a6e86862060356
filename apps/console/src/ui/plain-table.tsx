import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface Column<T, S extends string = string> {
  key: string;
  title: string;
  cell: (row: T) => ReactNode;
  /** The rising order by this column; its falling one has a `-` in front. */
  sort?: S;
  /** What the first click gives; falling suits times and counts. */
  falling?: boolean;
  align?: 'end';
  /** Not shown on screens narrower than 640, 900 and 1200 pixels. */
  hideBelow?: 'sm' | 'md' | 'lg';
  /** What stands beside a time, in one line and quieter: an attribute, since an element for each row would make long lists heavy. */
  quiet?: boolean;
  /** The cell that names its row. */
  rowHeader?: boolean;
  width?: string;
}

export interface Sorting<S extends string> {
  sort: S;
  setSort: (sort: S) => void;
}

/** Rows with a checkbox each, and one for all of the page. */
export interface RowSelection<T> {
  isChosen: (row: T) => boolean;
  /** `range`: with all from the row toggled last. */
  toggle: (row: T, range: boolean) => void;
  toggleAll: () => void;
  label: (row: T) => string;
  allLabel: string;
}

interface PlainTableProps<T, S extends string> {
  /** Read by screen readers only. */
  caption: string;
  columns: readonly Column<T, S>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  sorting?: Sorting<S>;
  selection?: RowSelection<T> | undefined;
  rowMenu?: (row: T) => ReactNode;
  onRowHover?: (row: T) => void;
  stale?: boolean;
}

/** A real table, written by hand: antd's costs a list four times the time and 92 kB. */
export function PlainTable<T, S extends string>(props: PlainTableProps<T, S>) {
  const { caption, columns, rows, rowKey, sorting, selection, rowMenu, onRowHover, stale } = props;
  const { t } = useTranslation('ui');
  return (
    <table className="plain-table" aria-busy={stale} data-stale={stale}>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {selection && <AllCell selection={selection} rows={rows} />}
          {columns.map((column) => (
            <HeaderCell key={column.key} column={column} sorting={sorting} />
          ))}
          {rowMenu && (
            <th scope="col" className="menu-cell">
              <span className="visually-hidden">{t('actions')}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            data-chosen={selection?.isChosen(row) || undefined}
            onPointerEnter={onRowHover && (() => onRowHover(row))}
          >
            {selection && (
              <td className="choice-cell">
                <input
                  type="checkbox"
                  aria-label={selection.label(row)}
                  checked={selection.isChosen(row)}
                  onChange={(event) => selection.toggle(row, (event.nativeEvent as MouseEvent).shiftKey)}
                />
              </td>
            )}
            {columns.map((column) => {
              const Cell = column.rowHeader ? 'th' : 'td';
              return (
                <Cell key={column.key} {...(column.rowHeader && { scope: 'row' })} {...cellMarks(column)}>
                  {column.cell(row)}
                </Cell>
              );
            })}
            {rowMenu && <td className="menu-cell">{rowMenu(row)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function AllCell<T>({ selection, rows }: { selection: RowSelection<T>; rows: readonly T[] }) {
  const chosen = rows.filter(selection.isChosen).length;
  return (
    <th scope="col" className="choice-cell">
      <input
        type="checkbox"
        aria-label={selection.allLabel}
        checked={chosen === rows.length}
        ref={(box) => {
          if (box) box.indeterminate = chosen > 0 && chosen < rows.length;
        }}
        onChange={selection.toggleAll}
      />
    </th>
  );
}

function cellMarks<T, S extends string>(column: Column<T, S>) {
  return { 'data-align': column.align, 'data-hide-below': column.hideBelow, 'data-quiet': column.quiet };
}

function HeaderCell<T, S extends string>({
  column,
  sorting,
}: {
  column: Column<T, S>;
  sorting: Sorting<S> | undefined;
}) {
  const style = column.width ? { width: column.width } : undefined;
  if (!column.sort || !sorting) {
    return (
      <th scope="col" style={style} {...cellMarks(column)}>
        {column.title}
      </th>
    );
  }
  const rising = column.sort;
  const falling = `-${rising}` as S;
  const order = sorting.sort === rising ? 'ascending' : sorting.sort === falling ? 'descending' : undefined;
  const first = column.falling ? falling : rising;
  const other = column.falling ? rising : falling;
  return (
    <th scope="col" style={style} aria-sort={order ?? 'none'} {...cellMarks(column)}>
      <button
        type="button"
        className="sort-button"
        onClick={() => sorting.setSort(sorting.sort === first ? other : first)}
      >
        {column.title}
        <span className="sort-mark" data-order={order} aria-hidden>
          {order === 'descending' || (!order && column.falling) ? <CaretDownOutlined /> : <CaretUpOutlined />}
        </span>
      </button>
    </th>
  );
}
