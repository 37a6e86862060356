import { type RefusalScope, refusalScopes } from '@wharf/api/refusal-scopes';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiQuery } from '../../lib/queries.ts';
import { isAccountAdministrator, isSystemAdministrator, useSession } from '../../lib/session.ts';
import { useListState, useUrlValue } from '../../lib/url-state.ts';
import { ChoiceBox } from '../../ui/choice-box.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { lazyDialog } from '../../ui/lazy-part.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { RefusalsTable } from './refusals-table.tsx';

const RefusalDrawer = lazyDialog(async () => (await import('./refusal-drawer.tsx')).RefusalDrawer);

const sorts = ['-lastAt'] as const;

/** The caller's refusals; administrators' may look further. */
export function RefusalsPanel() {
  const { t } = useTranslation('refusals');
  const session = useSession();
  const list = useListState(sorts);
  const [wanted, setScope] = useUrlValue('whose', 'mine');
  const [open, setOpen] = useUrlValue('refusal', '');
  const administers = isAccountAdministrator(session);
  const offer: Record<RefusalScope, boolean> = {
    mine: true,
    // Of administrators' account they are a part.
    robots: !administers,
    account: administers,
    server: isSystemAdministrator(session),
  };
  const offered = refusalScopes.filter((one) => offer[one]);
  const scope: RefusalScope = offered.find((one) => one === wanted) ?? 'mine';
  const answer = useApiQuery('listRefusals', { query: { ...list.query, scope } });
  const onOpen = useCallback(({ id }: { id: string }) => setOpen(id), [setOpen]);
  return (
    <>
      <div className="toolbar">
        <SearchBox label={t('search')} value={list.q} onChange={list.setQ} />
        {offered.length > 1 && (
          <ChoiceBox
            label={t('scope.label')}
            value={scope}
            choices={offered.map((value) => ({ value, label: t(`scope.${value}`) }))}
            onChange={setScope}
          />
        )}
      </div>
      <RefusalsTable
        list={list}
        answer={answer}
        showWho={scope !== 'mine'}
        onOpen={onOpen}
        empty={
          <EmptyState title={t('empty.title')}>{scope === 'robots' ? t('empty.robots') : t('empty.text')}</EmptyState>
        }
      />
      {open && <RefusalDrawer id={open} onClose={() => setOpen('')} />}
    </>
  );
}
