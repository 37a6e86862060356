import { DownloadOutlined } from '@ant-design/icons';
import type { Result } from '@wharf/api';
import { eventExportPath } from '@wharf/api/routes';
import { Button } from 'antd';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../lib/format.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { isSystemAdministrator, useSession } from '../../lib/session.ts';
import { useListState, useUrlValue } from '../../lib/url-state.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { lazyDialog } from '../../ui/lazy-part.tsx';
import { filterNames, type TypedFilter, typedFilters, useEventFilters } from './event-filters.ts';
import { EventsTable } from './events-table.tsx';
import { FilterBar } from './filter-bar.tsx';

const EventDetails = lazyDialog(async () => (await import('./event-details.tsx')).EventDetails, 'audit');

const sorts = ['-at'] as const;

/** The record of who did what: of all that the user may see, or of one organization. */
export function AuditPanel({ organization }: { organization?: string }) {
  const { t } = useTranslation('audit');
  const everything = isSystemAdministrator(useSession());
  const fixed = useMemo(() => (organization === undefined ? {} : { organization }), [organization]);
  const filters = useEventFilters(fixed);
  const list = useListState(sorts, filterNames);
  const query = { ...filters.query, ...(list.cursor && { cursor: list.cursor }) };
  const answer = useApiQuery('listEvents', { query });
  const [open, setOpen] = useUrlValue('event', '');
  const onOpen = useCallback(({ id }: { id: string }) => setOpen(id), [setOpen]);
  const offered = useMemo(
    () =>
      typedFilters.filter(
        (name: TypedFilter) =>
          (name !== 'account' || everything) && (name !== 'organization' || organization === undefined),
      ),
    [everything, organization],
  );
  const rest = restOf(answer.data);
  const event = answer.data?.items.find(({ id }) => id === open);
  return (
    <>
      <FilterBar filters={filters} offered={offered}>
        {(['csv', 'ndjson'] as const).map((format) => (
          <Button
            key={format}
            icon={<DownloadOutlined aria-hidden />}
            href={`/api${eventExportPath}?${new URLSearchParams({ ...filters.query, format })}`}
            download={`events.${format}`}
          >
            {t(`export.${format}`)}
          </Button>
        ))}
      </FilterBar>
      {rest ? (
        <SearchedSoFar searchedTo={rest.searchedTo} onGoOn={() => list.goTo(rest.next)} />
      ) : (
        <EventsTable
          list={list}
          answer={answer}
          onOpen={onOpen}
          empty={<EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState>}
        />
      )}
      {event && <EventDetails event={event} filters={filters} offered={offered} onClose={() => setOpen('')} />}
    </>
  );
}

/** What is left to look through, where the part before it gave nothing. */
function restOf(page: Result<'listEvents'> | undefined): { searchedTo: string; next: string } | undefined {
  if (!page || page.items.length > 0 || page.searchedTo === null || page.next === null) return undefined;
  return { searchedTo: page.searchedTo, next: page.next };
}

function SearchedSoFar({ searchedTo, onGoOn }: { searchedTo: string; onGoOn: () => void }) {
  const { t, i18n } = useTranslation('audit');
  return (
    <EmptyState
      title={t('so-far.title', { time: formatDateTime(searchedTo, i18n.language) })}
      actions={<Button onClick={onGoOn}>{t('so-far.go-on')}</Button>}
    >
      {t('so-far.text')}
    </EmptyState>
  );
}
