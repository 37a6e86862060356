import { FileOutlined, FolderOutlined, LinkOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import type { FileEntry, FileType } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { Bytes } from '../../ui/bytes.tsx';
import { type Column, PlainTable } from '../../ui/plain-table.tsx';
import { StatusChip, type Tone } from '../../ui/status-chip.tsx';
import { useFilesPlace } from './files-address.ts';
import { modeText } from './mode-text.ts';

const tones: Record<NonNullable<FileEntry['mark']>, Tone> = { added: 'good', changed: 'accent', deleted: 'bad' };

/** Paths with what they are. */
export function FilesTable({
  rows,
  marks,
  wholePaths = false,
  stale = false,
}: {
  rows: readonly FileEntry[];
  /** What the layer that is looked at did to each. */
  marks: boolean;
  wholePaths?: boolean;
  stale?: boolean;
}) {
  const { t } = useTranslation('files');
  const columns: Column<FileEntry>[] = [
    {
      key: 'name',
      title: t('column.name'),
      rowHeader: true,
      cell: (file) => <FileName file={file} wholePath={wholePaths} />,
    },
    ...(marks
      ? [
          {
            key: 'mark',
            title: t('column.mark'),
            cell: ({ mark, sameContent }: FileEntry) =>
              mark && (
                <StatusChip tone={tones[mark]}>{sameContent ? t('mark.same-content') : t(`mark.${mark}`)}</StatusChip>
              ),
          },
        ]
      : []),
    {
      key: 'mode',
      title: t('column.mode'),
      hideBelow: 'md',
      cell: ({ type, mode }) => <code title={mode.toString(8).padStart(4, '0')}>{modeText(type, mode)}</code>,
    },
    {
      key: 'owner',
      title: t('column.owner'),
      hideBelow: 'lg',
      cell: ({ uid, gid }) => <span className="number">{`${uid}:${gid}`}</span>,
    },
    {
      key: 'size',
      title: t('column.size'),
      align: 'end',
      cell: ({ type, size, files }) =>
        type === 'symlink' || type === 'character' || type === 'block' || type === 'fifo' ? (
          '–'
        ) : (
          <span title={files === null ? undefined : t('files-in', { count: files })}>
            <Bytes value={size} />
          </span>
        ),
    },
    {
      key: 'layer',
      title: t('column.layer'),
      align: 'end',
      hideBelow: 'sm',
      cell: ({ layer }) => (layer === null ? '–' : <span className="number">{layer + 1}</span>),
    },
  ];
  if (rows.length === 0) return <p className="quiet">{t('empty')}</p>;
  return (
    <div className="table-frame">
      <PlainTable caption={t('caption')} columns={columns} rows={rows} rowKey={({ path }) => path} stale={stale} />
    </div>
  );
}

function FileName({ file, wholePath }: { file: FileEntry; wholePath: boolean }) {
  const { t } = useTranslation('files');
  const [, go] = useFilesPlace();
  const { type, path, name, link, target } = file;
  const text = wholePath ? `/${path}` : name;
  const open =
    type === 'directory'
      ? () => go({ dir: path, find: '' })
      : type === 'file' || type === 'hardlink'
        ? () => go({ file: path })
        : undefined;
  return (
    <span className="file-name" data-deleted={file.mark === 'deleted'}>
      <TypeIcon type={type} />
      {open ? (
        <button type="button" className="text-button" onClick={open}>
          {text}
        </button>
      ) : (
        <span>{text}</span>
      )}
      {link !== null && (
        <span className="file-link">
          <span aria-hidden>→</span>
          <span className="visually-hidden">{t('leads-to')}</span>
          {target ? (
            <button
              type="button"
              className="text-button"
              onClick={() => go(target.directory ? { dir: target.path, file: '', find: '' } : { file: target.path })}
            >
              {link}
            </button>
          ) : (
            <span className="quiet" title={t('leads-nowhere')}>
              {link}
            </span>
          )}
        </span>
      )}
    </span>
  );
}

function TypeIcon({ type }: { type: FileType }) {
  const { t } = useTranslation('files');
  const label = t(`type.${type}`);
  const Icon =
    type === 'directory'
      ? FolderOutlined
      : type === 'file'
        ? FileOutlined
        : type === 'symlink' || type === 'hardlink'
          ? LinkOutlined
          : QuestionCircleOutlined;
  return <Icon className="file-icon" data-type={type} role="img" aria-label={label} title={label} />;
}
