import type { Refusal } from '@wharf/api';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { List } from '../../lib/url-state.ts';
import { DataTable, type PageAnswer } from '../../ui/data-table.tsx';
import type { Column } from '../../ui/plain-table.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useRefusalText } from './reason-text.ts';
import { RefusalWhat } from './refusal-what.tsx';
import './refusals.css';

export type RefusalSort = '-lastAt';

export function RefusalsTable(props: {
  list: List<RefusalSort>;
  answer: PageAnswer<Refusal>;
  empty: ReactNode;
  /** Whether the rows are others', too. */
  showWho: boolean;
  onOpen: (refusal: Refusal) => void;
}) {
  const { list, answer, empty, showWho, onOpen } = props;
  const { t } = useTranslation('refusals');
  const textOf = useRefusalText();
  const columns = useMemo(
    (): Column<Refusal, RefusalSort>[] => [
      {
        key: 'what',
        title: t('column.what'),
        rowHeader: true,
        width: '32%',
        cell: (refusal) => (
          <button type="button" className="text-button" onClick={() => onOpen(refusal)}>
            <RefusalWhat refusal={refusal} />
          </button>
        ),
      },
      {
        key: 'why',
        title: t('column.why'),
        cell: (refusal) => (
          <>
            {textOf(refusal).cause}
            <div className="quiet refusal-remedy">{textOf(refusal).remedy}</div>
          </>
        ),
      },
      ...(showWho
        ? [
            {
              key: 'who',
              title: t('column.who'),
              hideBelow: 'md' as const,
              cell: ({ actor }: Refusal) => actor?.name ?? <span className="quiet">{t('nobody')}</span>,
            },
          ]
        : []),
      {
        key: 'when',
        title: t('column.when'),
        hideBelow: 'sm',
        cell: ({ lastAt, count }) => (
          <>
            <TimeAgo time={lastAt} />
            {count > 1 && <div className="quiet">{t('count', { count })}</div>}
          </>
        ),
      },
    ],
    [t, textOf, showWho, onOpen],
  );
  return (
    <DataTable
      caption={t('caption')}
      columns={columns}
      rowKey={({ id }) => id}
      list={list}
      answer={answer}
      empty={empty}
    />
  );
}
