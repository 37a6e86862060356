import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatTotal } from '../../lib/format.ts';
import { useApiMutation, useApiQuery } from '../../lib/queries.ts';
import { ConfirmByName } from '../../ui/confirm-by-name.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';

/** "Delete now" for all that lies in an organization's bin; mount it to open it. */
export function EmptyBinDialog({ organization, onClose }: { organization: string; onClose: () => void }) {
  const { t, i18n } = useTranslation('recycle-bin');
  const { message } = App.useApp();
  const params = { organization };
  // Without the list's filter: all of it goes.
  const all = useApiQuery('listDeletions', { params, query: {} });
  const empty = useApiMutation('emptyRecycleBin', { invalidates: ['listDeletions', 'getOverview', 'listTagChanges'] });
  return (
    <ConfirmByName
      title={t('empty-bin.title', { name: organization })}
      name={organization}
      confirmLabel={t('empty-bin.action')}
      pending={empty.isPending}
      blocked={!all.data}
      problem={empty.error}
      onCancel={onClose}
      onConfirm={() =>
        empty.mutate(
          { params },
          {
            onSuccess: () => {
              void message.success(t('empty-bin.done', { name: organization }));
              onClose();
            },
          },
        )
      }
    >
      <ErrorNote problem={all.error} />
      {all.data && (
        <p>
          {t('empty-bin.consequence', {
            count: all.data.total,
            number: formatTotal(all.data.total, all.data.totalIsExact, i18n.language),
          })}
        </p>
      )}
      <p>
        <strong>{t('let-go.final')}</strong>
      </p>
    </ConfirmByName>
  );
}
