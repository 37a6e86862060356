import type { Deletion } from '@wharf/api';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { useApiMutation, useApiQuery } from '../../lib/queries.ts';
import { ConfirmByName } from '../../ui/confirm-by-name.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';

/** "Delete now": what becomes free, and the image's name to type; mount it to open it. */
export function LetGoDialog({ deletion, onClose }: { deletion: Deletion; onClose: () => void }) {
  const { t, i18n } = useTranslation('recycle-bin');
  const { message } = App.useApp();
  const { organization, repository, id, tagCount, manifestCount } = deletion;
  const params = { organization, deletion: id };
  const look = useApiQuery('getDeletion', { params }, { staleTime: 0 });
  const letGo = useApiMutation('letGoDeletion', { invalidates: ['listDeletions', 'getOverview', 'listTagChanges'] });
  const name = `${organization}/${repository}`;
  const number = (count: number) => formatCount(count, i18n.language);
  return (
    <ConfirmByName
      title={t('let-go.title', { name })}
      name={name}
      confirmLabel={t('let-go.action')}
      pending={letGo.isPending}
      blocked={!look.data}
      problem={letGo.error}
      onCancel={onClose}
      onConfirm={() =>
        letGo.mutate(
          { params },
          {
            onSuccess: () => {
              void message.success(t('let-go.done', { name }));
              onClose();
            },
          },
        )
      }
    >
      {look.isPending && <LoadingState lines={3} />}
      <ErrorNote problem={look.error} />
      {look.data && (
        <>
          <p>
            {t('let-go.consequence', {
              tags: number(tagCount),
              manifests: number(manifestCount),
              size: formatBytes(look.data.bytesFreed, i18n.language),
            })}
          </p>
          {look.data.sharedBytes > 0 && (
            <p className="quiet">{t('details.shared', { size: formatBytes(look.data.sharedBytes, i18n.language) })}</p>
          )}
          <p>
            <strong>{t('let-go.final')}</strong>
          </p>
        </>
      )}
    </ConfirmByName>
  );
}
