import { DiffOutlined, DownloadOutlined, FileSearchOutlined, FileZipOutlined } from '@ant-design/icons';
import type { Tag } from '@wharf/api';
import { imageAddressText } from '@wharf/api/image-address';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { Action } from '../../actions/action.ts';
import { formatBytes, formatCount, shortDigest } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { usePreference } from '../../lib/preferences.ts';
import { usePrefetch } from '../../lib/queries.ts';
import type { List } from '../../lib/url-state.ts';
import { commandWord, pullCommands, type RegistryPlace, tools } from '../../ui/commands.ts';
import { CopyText } from '../../ui/copy-text.tsx';
import { DataTable, type PageAnswer } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { Level } from '../../ui/level-name.tsx';
import type { Column, RowSelection } from '../../ui/plain-table.tsx';
import { PlatformChips } from '../../ui/platform-chips.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { type TagDialogs, useTagActions } from './tag-actions.tsx';
import type { TagSort } from './tag-sorts.ts';
import './tags.css';

export function TagsTable({
  params,
  level,
  place,
  selection,
  dialogs,
  list,
  answer,
  onPull,
  onDownload,
}: {
  params: { organization: string; repository: string };
  level: Level;
  place: RegistryPlace | undefined;
  selection: RowSelection<Tag>;
  dialogs: TagDialogs;
  list: List<TagSort>;
  answer: PageAnswer<Tag>;
  onPull: (tag: Tag) => void;
  onDownload: (tag: Tag) => void;
}) {
  const { t, i18n } = useTranslation('tags');
  const navigate = useNavigate();
  const prefetch = usePrefetch();
  const [preferred] = usePreference('command-tool', 'docker');
  const { organization, repository } = params;
  const name = `${organization}/${repository}`;
  const changing = useTagActions(organization, level, dialogs);

  const columns = useMemo<Column<Tag, TagSort>[]>(() => {
    const tool = tools.find((one) => one === preferred) ?? 'docker';
    const pullLine = (tag: string) => {
      const lines = place && pullCommands(place, name, `:${tag}`);
      return lines && (lines[tool][0] ?? lines.docker[0])?.text;
    };
    return [
      {
        key: 'tag',
        title: t('column.tag'),
        sort: 'name',
        rowHeader: true,
        width: '15%',
        cell: (tag) => <Link to={paths.tag(organization, repository, tag.name)}>{tag.name}</Link>,
      },
      {
        key: 'platforms',
        title: t('column.platforms'),
        hideBelow: 'sm',
        cell: ({ platforms, artifactType }) =>
          artifactType === null ? (
            <PlatformChips platforms={platforms} limit={2} />
          ) : (
            <span className="chip" title={artifactType}>
              {t('artifact')}
            </span>
          ),
      },
      { key: 'size', title: t('column.size'), align: 'end', cell: ({ size }) => formatBytes(size, i18n.language) },
      {
        key: 'pushed',
        title: t('column.pushed'),
        sort: 'pushedAt',
        falling: true,
        quiet: true,
        cell: ({ pushedAt, pushedBy }) => (
          <>
            <TimeAgo time={pushedAt} /> {pushedBy && t('pushed-by', { user: pushedBy })}
          </>
        ),
      },
      {
        key: 'pulls',
        title: t('column.pulls'),
        align: 'end',
        hideBelow: 'lg',
        cell: ({ pulls, pulledAt }) => (
          <>
            {formatCount(pulls, i18n.language)}
            {pulledAt && <TimeAgo time={pulledAt} />}
          </>
        ),
      },
      {
        key: 'digest',
        title: t('column.digest'),
        hideBelow: 'md',
        cell: ({ name: tag, digest }) => (
          <CopyText text={digest} name={t('copy-digest', { tag })}>
            {shortDigest(digest)}
          </CopyText>
        ),
      },
      {
        key: 'pull',
        title: t('column.pull'),
        hideBelow: 'sm',
        cell: (tag) => {
          const line = pullLine(tag.name);
          return line ? (
            <CopyText text={line} name={t('copy-pull', { tag: tag.name })}>
              {commandWord(line)}
            </CopyText>
          ) : null;
        },
      },
    ];
  }, [t, i18n.language, preferred, place, name, organization, repository]);

  const actionsOf = (tag: Tag): Action[] => [
    {
      id: 'tag.open',
      label: t('open'),
      section: 'go',
      icon: <FileSearchOutlined aria-hidden />,
      perform: () => void navigate(paths.tag(organization, repository, tag.name)),
    },
    {
      id: 'tag.pull',
      label: t('pull-commands'),
      section: 'here',
      icon: <DownloadOutlined aria-hidden />,
      perform: () => onPull(tag),
    },
    {
      id: 'tag.compare',
      label: t('compare'),
      section: 'here',
      icon: <DiffOutlined aria-hidden />,
      perform: () => void navigate(paths.compare(imageAddressText({ organization, repository, tag: tag.name }))),
    },
    {
      id: 'tag.download',
      label: t('download'),
      section: 'here',
      icon: <FileZipOutlined aria-hidden />,
      perform: () => onDownload(tag),
    },
    ...changing(tag.name),
  ];

  return (
    <DataTable
      caption={t('caption', { name })}
      columns={columns}
      rowKey={(tag) => tag.name}
      rowName={(tag) => tag.name}
      list={list}
      answer={answer}
      selection={selection}
      rowActions={actionsOf}
      onRowHover={(tag) => {
        prefetch('getTag', { params: { ...params, tag: tag.name } });
        prefetch('getManifest', { params: { ...params, digest: tag.digest } });
      }}
      prefetch={(cursor) => prefetch('listTags', { params, query: { ...list.query, cursor } })}
      empty={<EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState>}
    />
  );
}
