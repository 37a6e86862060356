import './profile.css';
import type { SessionItem } from '@wharf/api';
import { Button, Popconfirm } from 'antd';
import { useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation, useApiQuery } from '../../lib/queries.ts';
import { useSignOut } from '../../lib/session.ts';
import { ErrorNote, ErrorState } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { type Column, PlainTable } from '../../ui/plain-table.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { browserOf } from './browser-name.ts';

export function SessionsPanel() {
  const { t } = useTranslation('profile');
  const id = useId();
  const { data, error, refetch } = useApiQuery('listSessions');
  const remove = useApiMutation('removeSession', { invalidates: ['listSessions'] });
  const everywhere = useSignOut('signOutEverywhere');
  const columns = useMemo(
    (): Column<SessionItem>[] => [
      {
        key: 'browser',
        title: t('sessions.browser'),
        rowHeader: true,
        cell: ({ userAgent, current }) => (
          <>
            <span title={userAgent}>{browserOf(userAgent) ?? t('sessions.unknown')}</span>{' '}
            {current && <span className="chip">{t('sessions.current')}</span>}
          </>
        ),
      },
      { key: 'address', title: t('sessions.address'), hideBelow: 'sm', cell: ({ address }) => <code>{address}</code> },
      { key: 'used', title: t('sessions.used'), cell: ({ usedAt }) => <TimeAgo time={usedAt} /> },
      {
        key: 'created',
        title: t('sessions.signed-in'),
        hideBelow: 'md',
        cell: ({ createdAt }) => <TimeAgo time={createdAt} />,
      },
      {
        key: 'end',
        title: t('ui:actions'),
        align: 'end',
        cell: (session) =>
          !session.current && (
            <Button
              size="small"
              aria-label={t('sessions.end-of', { browser: browserOf(session.userAgent) ?? session.address })}
              loading={remove.isPending && remove.variables?.params?.session === session.id}
              onClick={() => remove.mutate({ params: { session: session.id } })}
            >
              {t('sessions.end')}
            </Button>
          ),
      },
    ],
    [t, remove],
  );
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{t('sessions.title')}</h2>
        <Popconfirm
          title={t('sessions.everywhere-text')}
          okText={t('sessions.everywhere')}
          cancelText={t('ui:cancel')}
          okButtonProps={{ danger: true }}
          onConfirm={() => everywhere.mutate()}
        >
          <Button danger loading={everywhere.isPending}>
            {t('sessions.everywhere')}
          </Button>
        </Popconfirm>
      </div>
      <ErrorNote problem={remove.error ?? everywhere.error} />
      {!data && (error ? <ErrorState problem={error} onRetry={() => void refetch()} /> : <LoadingState lines={3} />)}
      {data && (
        <div className="table-frame">
          <PlainTable
            caption={t('sessions.title')}
            columns={columns}
            rows={data.items}
            rowKey={(session) => session.id}
          />
        </div>
      )}
    </section>
  );
}
