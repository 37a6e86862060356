import type { Deletion, Organization } from '@wharf/api';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../actions/action-button.tsx';
import { useActions } from '../../actions/registry.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { useListState, useUrlValue } from '../../lib/url-state.ts';
import { SearchBox } from '../../ui/search-box.tsx';
import { DeletionDetails } from './deletion-details.tsx';
import { deletionSorts } from './deletion-sorts.ts';
import { DeletionsTable } from './deletions-table.tsx';
import { EmptyBinDialog } from './empty-bin-dialog.tsx';
import { LetGoDialog } from './let-go-dialog.tsx';
import { useEmptyBin } from './recycle-bin-actions.tsx';
import { RestoreRunDialog } from './restore-run-dialog.tsx';
import './recycle-bin.css';

/** What was deleted in the organization and can come back. */
export function RecycleBinPanel({ organization }: { organization: Organization }) {
  const { t } = useTranslation('recycle-bin');
  const list = useListState(deletionSorts);
  const { name, level } = organization;
  const params = useMemo(() => ({ organization: name }), [name]);
  const answer = useApiQuery('listDeletions', { params, query: list.query });
  const [open, setOpen] = useUrlValue('deletion', '');
  const [lettingGo, setLettingGo] = useState<Deletion>();
  const [run, setRun] = useState<Deletion>();
  const [emptying, setEmptying] = useState(false);
  const empty = useEmptyBin(name, level, setEmptying);
  useActions(useMemo(() => [empty], [empty]));
  return (
    <>
      <p className="recycle-bin-lead">{t('lead')}</p>
      {(answer.data?.total !== 0 || list.filtered) && (
        <div className="toolbar">
          <SearchBox label={t('filter')} value={list.q} onChange={list.setQ} />
          <ActionButton action={empty} />
        </div>
      )}
      <DeletionsTable
        organization={organization}
        list={list}
        answer={answer}
        dialogs={{ onOpen: setOpen, onLetGo: setLettingGo, onRestoreRun: setRun }}
      />
      {open !== '' && <DeletionDetails organization={organization} deletion={open} onClose={() => setOpen('')} />}
      {run && <RestoreRunDialog deletion={run} onClose={() => setRun(undefined)} />}
      {lettingGo && <LetGoDialog deletion={lettingGo} onClose={() => setLettingGo(undefined)} />}
      {emptying && <EmptyBinDialog organization={name} onClose={() => setEmptying(false)} />}
    </>
  );
}
