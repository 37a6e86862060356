import type { Job } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { formatAgo, formatBytes, formatCount } from '../lib/format.ts';
import { ProgressBar } from './progress-bar.tsx';
import { StatusChip, type Tone } from './status-chip.tsx';
import { useNow } from './time-ago.tsx';
import './job.css';

const tones: Record<Job['state'], Tone> = {
  waiting: 'quiet',
  running: 'accent',
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'quiet',
};

/** How a task stands: its state, how far it is, why it waits or what went wrong. */
export function JobState({ job }: { job: Job }) {
  const { t } = useTranslation('ui');
  const running = job.state === 'running';
  const shown = job.progress ?? { done: 0, total: null, unit: 'items' as const, step: null };
  return (
    <div className="job-state">
      <div className="job-state-line">
        <StatusChip tone={job.cancelling ? 'warn' : tones[job.state]}>
          {job.cancelling ? t('job.cancelling') : t(`job.state.${job.state}`)}
        </StatusChip>
        {running && job.progress && <Amount progress={job.progress} />}
      </div>
      {running && <ProgressBar label={t('job.progress')} done={shown.done} total={shown.total} />}
      <Remark job={job} />
    </div>
  );
}

function Amount({ progress }: { progress: NonNullable<Job['progress']> }) {
  const { t, i18n } = useTranslation('ui');
  const text = progress.unit === 'bytes' ? formatBytes : formatCount;
  const done = text(progress.done, i18n.language);
  return (
    <span className="job-state-text number">
      {progress.total === null ? done : t('job.amount', { done, total: text(progress.total, i18n.language) })}
    </span>
  );
}

function Remark({ job }: { job: Job }) {
  const { t, i18n } = useTranslation('ui');
  const now = useNow();
  if (job.state === 'waiting') {
    const when = formatAgo(job.runAt, now, i18n.language);
    return (
      <span className="job-state-text">
        {t(`job.waits.${job.waitsFor}`, { when, defaultValue: t('job.waits.turn') })}
      </span>
    );
  }
  if (job.state === 'running') {
    const step = job.progress?.step ? t(`job.step.${job.progress.step}`, { defaultValue: '' }) : '';
    return step ? <span className="job-state-text">{step}</span> : null;
  }
  if (job.state !== 'failed' || !job.error) return null;
  return (
    <span className="job-state-text" data-tone="bad">
      {t(`job.error.${job.error.code}`, { defaultValue: job.error.message })}
    </span>
  );
}
