import { CopyOutlined, FolderOpenOutlined, RollbackOutlined } from '@ant-design/icons';
import type { Query, SharedRepository } from '@wharf/api';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { Action } from '../../actions/action.ts';
import { paths } from '../../lib/paths.ts';
import { usePreference } from '../../lib/preferences.ts';
import { usePrefetch } from '../../lib/queries.ts';
import { isAccountAdministrator, useSession } from '../../lib/session.ts';
import type { List } from '../../lib/url-state.ts';
import { announce } from '../../ui/announce.tsx';
import { Bytes, Count } from '../../ui/bytes.tsx';
import { writeClipboard } from '../../ui/clipboard.ts';
import { commandWord, pullCommands, type RegistryPlace, tools } from '../../ui/commands.ts';
import { CopyText } from '../../ui/copy-text.tsx';
import { DataTable, type PageAnswer } from '../../ui/data-table.tsx';
import { lazyDialog } from '../../ui/lazy-part.tsx';
import type { Column } from '../../ui/plain-table.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import type { SharedRepositorySort } from './share-sorts.ts';
import { ShareStateChip } from './share-state-chip.tsx';
import { Until } from './until.tsx';

const LeaveShareDialog = lazyDialog(async () => (await import('./leave-share-dialog.tsx')).LeaveShareDialog);

const nameOf = ({ organization, path }: SharedRepository) => `${organization}/${path}`;

export function SharedRepositoriesTable({
  list,
  answer,
  place,
  limitedBy,
  empty,
}: {
  list: List<SharedRepositorySort>;
  answer: PageAnswer<SharedRepository>;
  /** Undefined until the server has told its address. */
  place: RegistryPlace | undefined;
  /** What the list is limited to beside its own state, for asking ahead. */
  limitedBy: Query<'listSharedRepositories'>;
  empty: ReactNode;
}) {
  const { t } = useTranslation('shares');
  const navigate = useNavigate();
  const prefetch = usePrefetch();
  const [preferred] = usePreference('command-tool', 'docker');
  const tool = tools.find((one) => one === preferred) ?? 'docker';
  const administers = isAccountAdministrator(useSession());
  const [leaving, setLeaving] = useState<SharedRepository>();
  const columns = useMemo<Column<SharedRepository, SharedRepositorySort>[]>(
    () => [
      {
        key: 'name',
        title: t('column.image'),
        sort: 'name',
        rowHeader: true,
        width: '28%',
        cell: (repository) =>
          repository.content ? (
            <Link to={paths.image(repository.organization, repository.path)}>{nameOf(repository)}</Link>
          ) : (
            <>
              {nameOf(repository)}
              <span className="share-ended">{t('received.ask', { account: repository.sharedBy })}</span>
            </>
          ),
      },
      {
        key: 'owner',
        title: t('column.owner'),
        hideBelow: 'sm',
        sort: 'sharedAt',
        falling: true,
        cell: ({ sharedBy, sharedAt }) => (
          <>
            {sharedBy}{' '}
            <span className="quiet">
              · <TimeAgo time={sharedAt} />
            </span>
          </>
        ),
      },
      {
        key: 'state',
        title: t('column.state'),
        cell: ({ state, visibility }) =>
          visibility === 'public' ? (
            <span className="chip">{t('received.public')}</span>
          ) : (
            <ShareStateChip state={state} />
          ),
      },
      { key: 'until', title: t('column.until'), hideBelow: 'sm', cell: ({ expiresAt }) => <Until time={expiresAt} /> },
      {
        key: 'tags',
        title: t('column.tags'),
        align: 'end',
        hideBelow: 'md',
        cell: ({ content }) => content && <Count value={content.tagCount} />,
      },
      {
        key: 'size',
        title: t('column.size'),
        align: 'end',
        hideBelow: 'sm',
        cell: ({ content }) => content && <Bytes value={content.bytes} />,
      },
      {
        key: 'pushed',
        title: t('column.pushed'),
        hideBelow: 'lg',
        cell: ({ content }) => content && <TimeAgo time={content.pushedAt} />,
      },
      {
        key: 'pull',
        title: t('column.pull'),
        hideBelow: 'sm',
        cell: (repository) => {
          const tag = repository.content?.latestTag;
          const lines = tag && place && pullCommands(place, nameOf(repository), `:${tag}`);
          const line = lines && (lines[tool][0] ?? lines.docker[0])?.text;
          return line ? (
            <CopyText text={line} name={t('received.copy-pull', { name: nameOf(repository) })}>
              {`${commandWord(line)} :${tag}`}
            </CopyText>
          ) : null;
        },
      },
    ],
    [t, place, tool],
  );

  const actionsOf = (repository: SharedRepository): Action[] => {
    const name = `${place?.registryHost ?? location.host}/${nameOf(repository)}`;
    return [
      {
        id: 'shared-image.open',
        label: t('received.open'),
        section: 'go',
        icon: <FolderOpenOutlined aria-hidden />,
        ...(!repository.content && { refusal: t('received.ask', { account: repository.sharedBy }) }),
        perform: () => void navigate(paths.image(repository.organization, repository.path)),
      },
      {
        id: 'shared-image.copy-name',
        label: t('received.copy-name'),
        section: 'here',
        icon: <CopyOutlined aria-hidden />,
        perform: () => void writeClipboard(name).then((done) => done && announce(t('received.name-copied', { name }))),
      },
      {
        id: 'shared-image.leave',
        label: t('received.leave.action'),
        section: 'here',
        icon: <RollbackOutlined aria-hidden />,
        dangerous: true,
        ...(!administers && { refusal: t('received.leave.refusal') }),
        perform: () => setLeaving(repository),
      },
    ];
  };

  return (
    <>
      <DataTable
        caption={t('received.caption')}
        columns={columns}
        rowKey={nameOf}
        rowName={nameOf}
        list={list}
        answer={answer}
        rowActions={actionsOf}
        prefetch={(cursor) => prefetch('listSharedRepositories', { query: { ...list.query, cursor, ...limitedBy } })}
        empty={empty}
      />
      {leaving && <LeaveShareDialog repository={leaving} onClose={() => setLeaving(undefined)} />}
    </>
  );
}
