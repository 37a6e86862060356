import type { StoragePart } from '@wharf/api';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Bytes } from '../../ui/bytes.tsx';
import { type Column, PlainTable } from '../../ui/plain-table.tsx';
import { ShareBar } from './share-bar.tsx';
import { sumOf } from './share-kinds.ts';

interface PartsTableProps {
  caption: string;
  nameTitle: string;
  parts: readonly StoragePart[];
  pathOf: (name: string) => string;
}

/** The largest parts, each with its bar on the scale of the largest. */
export function PartsTable({ caption, nameTitle, parts, pathOf }: PartsTableProps) {
  const { t } = useTranslation('storage');
  const largest = Math.max(1, ...parts.map(sumOf));
  const columns = useMemo(
    (): Column<StoragePart>[] => [
      {
        key: 'name',
        title: nameTitle,
        rowHeader: true,
        width: '28%',
        cell: ({ name }) => <Link to={pathOf(name)}>{name}</Link>,
      },
      {
        key: 'bar',
        title: t('column.picture'),
        hideBelow: 'sm',
        cell: (part) => <ShareBar shares={part} of={sumOf(part) / largest} />,
      },
      { key: 'unique', title: t('share.unique'), align: 'end', cell: (part) => <Bytes value={part.uniqueBytes} /> },
      {
        key: 'shared',
        title: t('share.shared'),
        align: 'end',
        hideBelow: 'md',
        cell: (part) => <Bytes value={part.sharedBytes} />,
      },
      {
        key: 'bin',
        title: t('share.bin'),
        align: 'end',
        hideBelow: 'md',
        cell: (part) => <Bytes value={part.binBytes} />,
      },
      {
        key: 'awaiting',
        title: t('share.awaiting'),
        align: 'end',
        hideBelow: 'lg',
        cell: (part) => <Bytes value={part.awaitingBytes} />,
      },
    ],
    [t, nameTitle, pathOf, largest],
  );
  return (
    <div className="table-frame">
      <PlainTable caption={caption} columns={columns} rows={parts} rowKey={({ name }) => name} />
    </div>
  );
}
