import { Button } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../lib/format.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { useUrlValue } from '../../lib/url-state.ts';
import { lazyDialog } from '../../ui/lazy-part.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';

const LinkDialog = lazyDialog(async () => (await import('./link-dialog.tsx')).LinkDialog, 'oidc');
const UnlinkDialog = lazyDialog(async () => (await import('./unlink-dialog.tsx')).UnlinkDialog, 'oidc');

/** A second way in for users with a password. Nothing where the server has no provider, nor for who came by one. */
export function IdentityPanel() {
  const { t, i18n } = useTranslation('oidc');
  const id = useId();
  const { data } = useApiQuery('getIdentity');
  /** What came of the way to the provider, as the server put it into the address. */
  const [outcome, setOutcome] = useUrlValue('link', '');
  const [dialog, setDialog] = useState<'link' | 'unlink'>();
  if (!data?.ownPassword || (!data.provider && !data.linked)) return null;
  const provider = data.provider?.label ?? t('single');
  const { linked } = data;
  const close = () => setDialog(undefined);
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{t('title')}</h2>
        <StatusChip tone={linked ? 'good' : 'quiet'}>{linked ? t('state.on') : t('state.off')}</StatusChip>
      </div>
      {outcome !== '' && outcome !== 'done' && (
        <p className="error-note" role="alert">
          {t(`outcome.${outcome}`, { defaultValue: t('outcome.other') })}
        </p>
      )}
      <p className="panel-lead">
        {linked
          ? t('lead.on', {
              provider,
              since: formatDateTime(linked.since, i18n.language),
              seen: formatDateTime(linked.seenAt, i18n.language),
            })
          : t('lead.off', { provider })}
      </p>
      {linked ? (
        <Button danger onClick={() => setDialog('unlink')}>
          {t('unlink.action')}
        </Button>
      ) : (
        <Button type="primary" onClick={() => setDialog('link')}>
          {t('link.action')}
        </Button>
      )}
      {outcome === 'done' && linked && (
        <p className="form-done" role="status">
          {t('outcome.done')}
        </p>
      )}
      {dialog === 'link' && <LinkDialog provider={provider} onClose={close} />}
      {dialog === 'unlink' && (
        <UnlinkDialog
          provider={provider}
          onClose={close}
          onDone={() => {
            setOutcome('');
            close();
          }}
        />
      )}
    </section>
  );
}
