import { StopOutlined } from '@ant-design/icons';
import type { Job } from '@wharf/api';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Action } from '../../actions/action.ts';
import { paths } from '../../lib/paths.ts';
import type { List } from '../../lib/url-state.ts';
import { DataTable, type PageAnswer } from '../../ui/data-table.tsx';
import { JobState } from '../../ui/job-state.tsx';
import type { Column } from '../../ui/plain-table.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { isEnded } from '../../ui/use-job.ts';
import { useJobName } from './job-name.ts';
import type { JobSort } from './job-sorts.ts';
import './jobs.css';

export function JobsTable(props: {
  list: List<JobSort>;
  answer: PageAnswer<Job>;
  empty: ReactNode;
  onCancel: (job: Job) => void;
}) {
  const { list, answer, empty, onCancel } = props;
  const { t } = useTranslation('jobs');
  const nameOf = useJobName();
  const columns = useMemo(
    (): Column<Job, JobSort>[] => [
      {
        key: 'kind',
        title: t('column.kind'),
        rowHeader: true,
        width: '30%',
        cell: (job) => (
          <>
            {nameOf(job)}
            <JobPlace job={job} />
          </>
        ),
      },
      { key: 'state', title: t('column.state'), width: '30%', cell: (job) => <JobState job={job} /> },
      {
        key: 'author',
        title: t('column.author'),
        hideBelow: 'md',
        cell: ({ author }) => author ?? <span className="quiet">{t('server')}</span>,
      },
      {
        key: 'createdAt',
        title: t('column.created'),
        sort: 'createdAt',
        falling: true,
        hideBelow: 'sm',
        cell: ({ createdAt }) => <TimeAgo time={createdAt} />,
      },
      {
        key: 'endedAt',
        title: t('column.ended'),
        hideBelow: 'md',
        cell: ({ endedAt }) => (endedAt ? <TimeAgo time={endedAt} /> : <span className="quiet">–</span>),
      },
    ],
    [t, nameOf],
  );
  const actionsOf = (job: Job): Action[] =>
    isEnded(job) || job.cancelling
      ? []
      : [
          {
            id: `job.cancel.${job.id}`,
            label: t('cancel.action'),
            section: 'here',
            icon: <StopOutlined aria-hidden />,
            dangerous: true,
            perform: () => onCancel(job),
          },
        ];
  return (
    <DataTable
      caption={t('title')}
      columns={columns}
      rowKey={({ id }) => id}
      rowName={nameOf}
      rowActions={actionsOf}
      list={list}
      answer={answer}
      empty={empty}
    />
  );
}

function JobPlace({ job: { organization, repository } }: { job: Job }) {
  const [first, ...rest] = repository?.split('/') ?? [];
  const place =
    repository && first ? (
      <Link to={paths.image(first, rest.join('/'))}>{repository}</Link>
    ) : (
      organization && <Link to={paths.organization(organization)}>{organization}</Link>
    );
  return place ? <div className="job-place">{place}</div> : null;
}
