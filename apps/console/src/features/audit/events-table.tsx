import type { AuditEvent } from '@wharf/api';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { List } from '../../lib/url-state.ts';
import { DataTable, type PageAnswer } from '../../ui/data-table.tsx';
import type { Column } from '../../ui/plain-table.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { eventSentence } from './event-sentence.ts';

export type EventSort = '-at';

export function EventsTable(props: {
  list: List<EventSort>;
  answer: PageAnswer<AuditEvent>;
  empty: ReactNode;
  onOpen: (event: AuditEvent) => void;
}) {
  const { list, answer, empty, onOpen } = props;
  const { t } = useTranslation('audit');
  const columns = useMemo(
    (): Column<AuditEvent, EventSort>[] => [
      {
        key: 'what',
        title: t('column.what'),
        rowHeader: true,
        width: '46%',
        cell: (event) => (
          <>
            <button type="button" className="event-open" onClick={() => onOpen(event)}>
              {eventSentence(t, event)}
            </button>
            {event.result === 'refused' && <StatusChip tone="bad">{t('result.refused')}</StatusChip>}
          </>
        ),
      },
      {
        key: 'who',
        title: t('column.who'),
        cell: ({ author, address, payload }) =>
          author ??
          (typeof payload.byAccount === 'string' ? (
            t('by-account', { account: payload.byAccount })
          ) : (
            <span className="quiet">{t(address === null ? 'server' : 'nobody')}</span>
          )),
      },
      {
        key: 'credential',
        title: t('column.credential'),
        hideBelow: 'md',
        cell: ({ credential }) =>
          credential ? (
            <span title={credential.name}>{t(`credential.${credential.kind}`, { defaultValue: credential.kind })}</span>
          ) : (
            <span className="quiet">–</span>
          ),
      },
      {
        key: 'address',
        title: t('column.address'),
        hideBelow: 'md',
        cell: ({ address }) => (address ? <code>{address}</code> : <span className="quiet">–</span>),
      },
      { key: 'at', title: t('column.at'), cell: ({ at }) => <TimeAgo time={at} /> },
    ],
    [t, onOpen],
  );
  return (
    <DataTable
      caption={t('title')}
      columns={columns}
      rowKey={({ id }) => id}
      list={list}
      answer={answer}
      empty={empty}
    />
  );
}
