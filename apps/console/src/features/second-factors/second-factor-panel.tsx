import '../../ui/command.css';
import './second-factors.css';
import { Button } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../lib/format.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { lazyDialog } from '../../ui/lazy-part.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';

// The picture is drawn by a library that no other visit needs.
const EnrolDialog = lazyDialog(async () => (await import('./enrol-dialog.tsx')).EnrolDialog, 'second-factors');
const RecoveryCodesDialog = lazyDialog(
  async () => (await import('./recovery-codes-dialog.tsx')).RecoveryCodesDialog,
  'second-factors',
);
const RemoveDialog = lazyDialog(async () => (await import('./remove-dialog.tsx')).RemoveDialog, 'second-factors');

// Few enough that somebody who loses a device now would soon be out.
const fewCodes = 3;

/** Turns a second factor on and off. Nothing for users whose provider asks for one itself. */
export function SecondFactorPanel() {
  const { t, i18n } = useTranslation('second-factors');
  const id = useId();
  const { data, error, refetch } = useApiQuery('getSecondFactor');
  const [dialog, setDialog] = useState<'enrol' | 'codes' | 'remove'>();
  const close = () => setDialog(undefined);
  if (data && data.method === 'oidc') return null;
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{t('title')}</h2>
        {data && (
          <StatusChip tone={data.since ? 'good' : 'quiet'}>{data.since ? t('state.on') : t('state.off')}</StatusChip>
        )}
      </div>
      {!data && (error ? <ErrorState problem={error} onRetry={() => void refetch()} /> : <LoadingState lines={2} />)}
      {data?.since === null && (
        <>
          <p className="panel-lead">{t('lead.off')}</p>
          <Button type="primary" onClick={() => setDialog('enrol')}>
            {t('enrol.action')}
          </Button>
        </>
      )}
      {data?.since && (
        <>
          <p className="panel-lead">{t('lead.on', { since: formatDateTime(data.since, i18n.language) })}</p>
          <p className={data.recoveryCodesLeft < fewCodes ? 'once-note' : 'panel-lead'}>
            {t('codes.left', { count: data.recoveryCodesLeft })}
          </p>
          <div className="second-factor-actions">
            <Button onClick={() => setDialog('codes')}>{t('codes.make')}</Button>
            <Button danger onClick={() => setDialog('remove')}>
              {t('remove.action')}
            </Button>
          </div>
        </>
      )}
      {dialog === 'enrol' && <EnrolDialog onClose={close} />}
      {dialog === 'codes' && <RecoveryCodesDialog onClose={close} />}
      {dialog === 'remove' && <RemoveDialog onClose={close} />}
    </section>
  );
}
