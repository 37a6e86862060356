import type { Job } from '@wharf/api';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../lib/queries.ts';
import { ErrorNote } from './error-state.tsx';
import { JobState } from './job-state.tsx';
import { LoadingState } from './loading-state.tsx';
import { isEnded, useJob } from './use-job.ts';

/**
 * A task by its id, live, with the way to end it. It may be mounted again at any time: the task runs on the server.
 * @param onEnd called once it has ended, however it did
 */
export function JobProgress({ job: id, onEnd }: { job: string; onEnd?: (job: Job) => void }) {
  const { t } = useTranslation('ui');
  const { data: job, error } = useJob(id, onEnd);
  const cancel = useApiMutation('cancelJob', { invalidates: ['getJob', 'listJobs'] });
  if (!job) return error ? <ErrorNote problem={error} /> : <LoadingState lines={2} />;
  return (
    <div className="job-progress">
      <JobState job={job} />
      {!isEnded(job) && (
        <div className="job-progress-actions">
          <Button
            size="small"
            disabled={job.cancelling}
            loading={cancel.isPending}
            onClick={() => cancel.mutate({ params: { job: id } })}
          >
            {t('job.cancel')}
          </Button>
        </div>
      )}
      <ErrorNote problem={cancel.error ?? error} />
    </div>
  );
}
