import type { TagChange } from '@wharf/api';
import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation, useApiQuery } from '../../lib/queries.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNote, ErrorState } from '../../ui/error-state.tsx';
import type { Level } from '../../ui/level-name.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { Pager } from '../../ui/pager.tsx';
import { ChangesTable } from './changes-table.tsx';
import './tag-history.css';

/** Which manifest a tag named when, by whom, and the way back; also of a tag that is gone. Mount it to open it. */
export function TagHistoryDialog({
  organization,
  repository,
  tag,
  level,
  onClose,
}: {
  organization: string;
  repository: string;
  tag: string;
  level: Level;
  onClose: () => void;
}) {
  const { t } = useTranslation('tag-history');
  const params = { organization, repository, tag };
  const [cursor, setCursor] = useState<string>();
  const answer = useApiQuery('listTagChanges', { params, query: cursor === undefined ? {} : { cursor } });
  const move = useApiMutation('moveTag', {
    invalidates: [
      'listTagChanges',
      'listTags',
      'getTag',
      'getRepository',
      'getManifest',
      'listDeletions',
      'getDeletion',
    ],
  });
  const moveBack = ({ digest }: TagChange) =>
    digest !== null && move.mutate({ params, body: { digest } }, { onSuccess: () => setCursor(undefined) });
  const { data, error } = answer;
  return (
    <Modal
      open
      width={820}
      title={t('title', { name: `${organization}/${repository}:${tag}` })}
      onCancel={onClose}
      footer={null}
    >
      <p className="quiet tag-history-lead">{t('lead')}</p>
      <ErrorNote problem={move.error} />
      {move.data && !move.error && (
        <p role="status" className="tag-history-done">
          {t('moved', { tag })}
        </p>
      )}
      {!data && !error && <LoadingState lines={5} />}
      {!data && error && <ErrorState problem={error} onRetry={() => void answer.refetch()} />}
      {data?.items.length === 0 && <EmptyState title={t('empty')} />}
      {data && data.items.length > 0 && (
        <>
          <ChangesTable
            tag={tag}
            changes={data.items}
            stale={answer.isPlaceholderData}
            mayMove={level !== 'read'}
            moving={move.isPending ? move.variables.body?.digest : undefined}
            onMove={moveBack}
          />
          <Pager page={data} goTo={setCursor} />
        </>
      )}
    </Modal>
  );
}
