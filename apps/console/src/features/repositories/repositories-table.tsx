import { CopyOutlined, FolderOpenOutlined } from '@ant-design/icons';
import type { Query, Repository } from '@wharf/api';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { Action } from '../../actions/action.ts';
import { paths } from '../../lib/paths.ts';
import { usePrefetch } from '../../lib/queries.ts';
import type { List } from '../../lib/url-state.ts';
import { announce } from '../../ui/announce.tsx';
import { Bytes, Count } from '../../ui/bytes.tsx';
import { writeClipboard } from '../../ui/clipboard.ts';
import { DataTable, type PageAnswer } from '../../ui/data-table.tsx';
import type { Column } from '../../ui/plain-table.tsx';
import { ResourceTagChips } from '../../ui/resource-tag-chips.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { VisibilityChip } from '../../ui/visibility-chip.tsx';
import type { RepositorySort } from './repository-sorts.ts';

/** Images of one organization, or of all with the organization before the name. */
export function RepositoriesTable({
  list,
  answer,
  registryHost,
  withOrganization = false,
  limitedBy,
  empty,
}: {
  list: List<RepositorySort>;
  answer: PageAnswer<Repository>;
  registryHost: string | undefined;
  withOrganization?: boolean;
  /** What the list is limited to beside its own state, for asking ahead. */
  limitedBy: Query<'listRepositories'>;
  empty: ReactNode;
}) {
  const { t } = useTranslation('repositories');
  const navigate = useNavigate();
  const prefetch = usePrefetch();
  const columns = useMemo<Column<Repository, RepositorySort>[]>(
    () => [
      {
        key: 'name',
        title: t('column.name'),
        sort: 'name',
        rowHeader: true,
        width: '34%',
        cell: (repository) => (
          <>
            <Link to={paths.image(repository.organization, repository.path)} className="image-link">
              {withOrganization && <span className="image-organization">{repository.organization}/</span>}
              {repository.path}
            </Link>
            <ResourceTagChips tags={repository.resourceTags} />
          </>
        ),
      },
      {
        key: 'visibility',
        title: t('column.visibility'),
        hideBelow: 'sm',
        cell: ({ visibility, shareCount }) => (
          <>
            <VisibilityChip visibility={visibility} />
            {shareCount > 0 && (
              <span className="chip shared-chip" title={t('shared-with', { count: shareCount })}>
                {t('shared')}
              </span>
            )}
          </>
        ),
      },
      {
        key: 'category',
        title: t('column.category'),
        hideBelow: 'lg',
        cell: ({ category }) => (category ? t(`category.${category}`) : ''),
      },
      {
        key: 'tags',
        title: t('column.tags'),
        align: 'end',
        hideBelow: 'sm',
        cell: ({ tagCount }) => <Count value={tagCount} />,
      },
      {
        key: 'size',
        hideBelow: 'sm',
        title: t('column.size'),
        sort: 'bytes',
        falling: true,
        align: 'end',
        cell: ({ bytes }) => <Bytes value={bytes} />,
      },
      {
        key: 'pulls',
        title: t('column.pulls'),
        sort: 'pulls',
        falling: true,
        align: 'end',
        hideBelow: 'md',
        cell: ({ pulls }) => <Count value={pulls} />,
      },
      {
        key: 'pushed',
        title: t('column.pushed'),
        sort: 'pushedAt',
        falling: true,
        cell: ({ pushedAt }) => <TimeAgo time={pushedAt} />,
      },
    ],
    [t, withOrganization],
  );

  const actionsOf = (repository: Repository): Action[] => {
    const name = `${registryHost ?? location.host}/${repository.organization}/${repository.path}`;
    return [
      {
        id: 'image.open',
        label: t('open'),
        section: 'go',
        icon: <FolderOpenOutlined aria-hidden />,
        perform: () => void navigate(paths.image(repository.organization, repository.path)),
      },
      {
        id: 'image.copy-name',
        label: t('copy-name'),
        section: 'here',
        icon: <CopyOutlined aria-hidden />,
        perform: () => void writeClipboard(name).then((done) => done && announce(t('name-copied', { name }))),
      },
    ];
  };

  return (
    <DataTable
      caption={t('caption')}
      columns={columns}
      rowKey={({ id }) => id}
      rowName={(repository) => `${repository.organization}/${repository.path}`}
      list={list}
      answer={answer}
      rowActions={actionsOf}
      onRowHover={(repository) =>
        prefetch('listTags', {
          params: { organization: repository.organization, repository: repository.path },
          query: { sort: '-pushedAt' },
        })
      }
      prefetch={(cursor) => prefetch('listRepositories', { query: { ...list.query, cursor, ...limitedBy } })}
      empty={empty}
    />
  );
}
