import type { LayerFiles, ManifestView } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { Bytes, Count } from '../../ui/bytes.tsx';
import type { Column } from '../../ui/plain-table.tsx';
import { PlainTable } from '../../ui/plain-table.tsx';
import { useFilesPlace } from './files-address.ts';

interface Row extends LayerFiles {
  index: number;
  createdBy: string | null;
}

/** Each layer with how many files it wrote, how many bytes of them are in vain, or why nobody knows. */
export function LayerFilesTable({ layers, manifest }: { layers: readonly LayerFiles[]; manifest: ManifestView }) {
  const { t } = useTranslation('files');
  const [, go] = useFilesPlace();
  const rows = layers.map(
    (layer, index): Row => ({ ...layer, index, createdBy: manifest.layers[index]?.createdBy ?? null }),
  );
  const columns: Column<Row>[] = [
    {
      key: 'layer',
      title: t('layers.layer'),
      rowHeader: true,
      width: '90px',
      cell: ({ index, state }) =>
        state === 'ready' ? (
          <button
            type="button"
            className="text-button"
            onClick={() => go({ layer: String(index), dir: '', file: '', find: '' })}
          >
            {t('layers.number', { number: index + 1 })}
          </button>
        ) : (
          t('layers.number', { number: index + 1 })
        ),
    },
    {
      key: 'by',
      title: t('layers.made-by'),
      hideBelow: 'md',
      cell: ({ createdBy }) => (
        <span className="files-step" title={createdBy ?? ''}>
          {createdBy ?? '–'}
        </span>
      ),
    },
    { key: 'stored', title: t('layers.stored'), align: 'end', cell: ({ size }) => <Bytes value={size} /> },
    {
      key: 'files',
      title: t('layers.files'),
      align: 'end',
      cell: ({ fileCount }) => (fileCount === null ? '–' : <Count value={fileCount} />),
    },
    {
      key: 'bytes',
      title: t('layers.bytes'),
      align: 'end',
      cell: ({ fileBytes }) => (fileBytes === null ? '–' : <Bytes value={fileBytes} />),
    },
    {
      key: 'wasted',
      title: t('layers.wasted'),
      align: 'end',
      cell: ({ wastedBytes, reason }) =>
        reason ? (
          <span className="quiet">{t(`reason.${reason}`)}</span>
        ) : wastedBytes === null ? (
          '–'
        ) : (
          <Bytes value={wastedBytes} />
        ),
    },
  ];
  return (
    <section aria-labelledby="files-layers">
      <h3 id="files-layers">{t('layers.title')}</h3>
      <div className="table-frame">
        <PlainTable caption={t('layers.title')} columns={columns} rows={rows} rowKey={({ index }) => String(index)} />
      </div>
    </section>
  );
}
