import type { Job } from '@wharf/api';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { CancelJobDialog } from '../features/jobs/cancel-job-dialog.tsx';
import { type JobFilter, jobFilters, jobSorts } from '../features/jobs/job-sorts.ts';
import { JobsTable } from '../features/jobs/jobs-table.tsx';
import { useApiQuery } from '../lib/queries.ts';
import { useListState } from '../lib/url-state.ts';
import { ChoiceBox } from '../ui/choice-box.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';

const busyMs = 1_000;
// Tasks begin elsewhere too.
const idleMs = 3_000;

export function TasksPage() {
  const { t } = useTranslation('jobs');
  const list = useListState(jobSorts);
  const [filter, setFilter] = useFilter();
  const [busy, setBusy] = useState(false);
  const query = { ...list.query, ...(filter && { state: filter }) };
  const answer = useApiQuery('listJobs', { query }, { refetchInterval: busy ? busyMs : idleMs });
  const isBusy = answer.data?.items.some(isMoving) ?? false;
  if (isBusy !== busy) setBusy(isBusy);
  const [cancelling, setCancelling] = useState<Job>();
  const empty = filter ? (
    <EmptyState
      title={t('empty.filter')}
      actions={<Button onClick={() => setFilter('')}>{t('ui:clear-filter')}</Button>}
    />
  ) : (
    <EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState>
  );
  return (
    <>
      <PageHeader title={t('title')}>{t('lead')}</PageHeader>
      <div className="toolbar">
        <ChoiceBox
          label={t('filter.label')}
          value={filter}
          choices={jobFilters.map((value) => ({ value, label: value ? t(`filter.${value}`) : t('filter.all') }))}
          onChange={setFilter}
        />
      </div>
      <JobsTable list={list} answer={answer} empty={empty} onCancel={setCancelling} />
      {cancelling && <CancelJobDialog job={cancelling} onClose={() => setCancelling(undefined)} />}
    </>
  );
}

/** Whether it can look otherwise in a second. */
function isMoving({ state, waitsFor }: Job): boolean {
  return state === 'running' || (state === 'waiting' && waitsFor !== 'start-time');
}

/** The narrowing in the address; another one starts at the first page. */
function useFilter(): [JobFilter, (filter: JobFilter) => void] {
  const [address, setAddress] = useSearchParams();
  const filter = jobFilters.find((one) => one === address.get('state')) ?? '';
  const set = (chosen: JobFilter) =>
    setAddress((now) => {
      const next = new URLSearchParams(now);
      next.delete('cursor');
      if (chosen) next.set('state', chosen);
      else next.delete('state');
      return next;
    });
  return [filter, set];
}
