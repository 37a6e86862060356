import { DeleteOutlined, EditOutlined } from '@ant-design/icons';
import type { NetworkRule } from '@wharf/api';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionMenu } from '../../actions/action-menu.tsx';
import { type Column, PlainTable } from '../../ui/plain-table.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';

const rangesShown = 4;

export function RulesTable(props: {
  rules: readonly NetworkRule[];
  /** The rule by which the caller is in. */
  own: string | undefined;
  onEdit: (rule: NetworkRule) => void;
  onRemove: (rule: NetworkRule) => void;
}) {
  const { rules, own, onEdit, onRemove } = props;
  const { t } = useTranslation('network');
  const columns = useMemo(
    (): Column<NetworkRule>[] => [
      {
        key: 'name',
        title: t('field.name'),
        rowHeader: true,
        cell: ({ id, name, description }) => (
          <>
            {name}
            {id === own && <span className="network-own">{t('own')}</span>}
            {description && <span className="network-description">{description}</span>}
          </>
        ),
      },
      { key: 'ranges', title: t('field.ranges'), cell: ({ ranges }) => <Ranges ranges={ranges} /> },
      {
        key: 'host',
        title: t('field.host'),
        hideBelow: 'md',
        cell: ({ host }) => (host === null ? <span className="quiet">–</span> : <code>{host}</code>),
      },
      { key: 'actions', title: t('field.actions'), hideBelow: 'sm', cell: ({ actions }) => t(`actions.${actions}`) },
      {
        key: 'blobReads',
        title: t('field.blob-reads'),
        hideBelow: 'lg',
        cell: ({ blobReads }) => t(`blob-reads.${blobReads}`),
      },
      {
        key: 'enabled',
        title: t('field.status'),
        cell: ({ enabled }) => (
          <StatusChip tone={enabled ? 'good' : 'quiet'}>{t(enabled ? 'status.on' : 'status.off')}</StatusChip>
        ),
      },
    ],
    [t, own],
  );
  const actionsOf = (rule: NetworkRule) => [
    {
      id: `network-rule.edit.${rule.id}`,
      label: t('rule.edit'),
      section: 'here' as const,
      icon: <EditOutlined aria-hidden />,
      perform: () => onEdit(rule),
    },
    {
      id: `network-rule.remove.${rule.id}`,
      label: t('remove.action'),
      section: 'here' as const,
      icon: <DeleteOutlined aria-hidden />,
      dangerous: true,
      perform: () => onRemove(rule),
    },
  ];
  return (
    <div className="table-frame">
      <PlainTable
        caption={t('rules')}
        columns={columns}
        rows={rules}
        rowKey={({ id }) => id}
        rowMenu={(rule) => <ActionMenu label={rule.name} actions={actionsOf(rule)} />}
      />
    </div>
  );
}

function Ranges({ ranges }: { ranges: readonly string[] }) {
  const { t } = useTranslation('network');
  const more = ranges.length - rangesShown;
  return (
    <span className="network-range-list" title={ranges.join('\n')}>
      {ranges.slice(0, rangesShown).map((range) => (
        <code key={range}>{range}</code>
      ))}
      {more > 0 && <span className="quiet">{t('more-ranges', { count: more })}</span>}
    </span>
  );
}
