import type { Result } from '@wharf/api';
import { Button } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { JobProgress } from '../../ui/job-progress.tsx';

const hour = 60;

/** Collection and check by hand; the table below shows how they go. */
export function CollectPanel({ storage, onChange }: { storage: Result<'getStorage'>; onChange: () => void }) {
  const { t } = useTranslation('storage');
  const id = useId();
  const collect = useApiMutation('createCollection', { invalidates: ['getStorage', 'listCollections'] });
  const check = useApiMutation('createBlobCheck', { invalidates: ['getStorage'] });
  // Also one that ended before anybody could look: what came of it has to be seen.
  const checking = storage.running.check ?? check.data?.job;
  const { graceMinutes, schedule, running } = storage;
  const whole = graceMinutes % hour === 0;
  const grace = t(whole ? 'grace-hours' : 'grace', { count: whole ? graceMinutes / hour : graceMinutes });
  const begin = (dryRun: boolean) =>
    collect.mutate({ body: { dryRun } }, { onSuccess: () => announce(t('collect.started')) });
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{t('collect.title')}</h2>
      <p>{t('collect.text', { grace })}</p>
      <p className="quiet">
        {schedule ? (
          <>
            {t('collect.scheduled')} <code>{schedule}</code>
          </>
        ) : (
          t('collect.unscheduled')
        )}
      </p>
      <div className="toolbar storage-foot">
        <Button type="primary" loading={collect.isPending} onClick={() => begin(false)}>
          {t('collect.run')}
        </Button>
        <Button disabled={collect.isPending} onClick={() => begin(true)}>
          {t('collect.dry-run')}
        </Button>
        <Button
          loading={check.isPending}
          disabled={running.check !== null}
          onClick={() => check.mutate({}, { onSuccess: () => announce(t('collect.check-started')) })}
        >
          {t('collect.check')}
        </Button>
      </div>
      <ErrorNote problem={collect.error ?? check.error} />
      {checking && <JobProgress job={checking} onEnd={onChange} />}
    </section>
  );
}
