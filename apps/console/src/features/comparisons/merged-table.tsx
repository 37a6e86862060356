import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusChip, type Tone } from '../../ui/status-chip.tsx';

type Where = 'both' | 'left' | 'right';

const tones: Record<Where, Tone> = { both: 'quiet', left: 'bad', right: 'good' };

/** Two lists as one: what both have, and what only one of them has. */
export function MergedTable<T extends { where: Where }>({
  title,
  rows,
  columns,
}: {
  title: string;
  rows: readonly T[];
  columns: readonly { key: string; title: string; align?: 'end'; cell: (row: T) => ReactNode }[];
}) {
  const { t } = useTranslation('comparisons');
  return (
    <section>
      <h3>{title}</h3>
      <div className="table-frame">
        <table className="plain-table compare-merged">
          <caption className="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t('where.title')}</th>
              {columns.map((column) => (
                <th key={column.key} scope="col" data-align={column.align}>
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index} data-where={row.where}>
                <td>
                  <StatusChip tone={tones[row.where]}>{t(`where.${row.where}`)}</StatusChip>
                </td>
                {columns.map((column) => (
                  <td key={column.key} data-align={column.align}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
