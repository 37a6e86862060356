import type { Comparison } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { Bytes } from '../../ui/bytes.tsx';
import { Digest } from '../../ui/digest.tsx';
import { FactLine } from '../../ui/fact-line.tsx';
import { DifferencesTable } from './differences-table.tsx';
import { MergedTable } from './merged-table.tsx';
import { SizesPicture } from './sizes-picture.tsx';

/** What differs between the documents of two images: config, environment, labels, layers, history. */
export function ComparisonView({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation('comparisons');
  const { config, environment, labels, annotations, history, layers, sizes } = comparison;
  const none = [config, environment, labels, annotations].every((list) => list.length === 0);
  return (
    <div className="comparison">
      <section>
        <h3>{t('sizes.title')}</h3>
        <SizesPicture sizes={sizes} />
        <FactLine
          facts={[
            [t('sizes.shared'), <Bytes key="shared" value={sizes.shared} />],
            [t('sizes.left-only'), <Bytes key="left" value={sizes.leftOnly} />],
            [t('sizes.right-only'), <Bytes key="right" value={sizes.rightOnly} />],
          ]}
        />
      </section>
      {none && <p className="quiet">{t('config-same')}</p>}
      <DifferencesTable title={t('config')} differences={config} nameOf={(name) => t(`field.${name}`)} />
      <DifferencesTable title={t('environment')} differences={environment} />
      <DifferencesTable title={t('labels')} differences={labels} />
      <DifferencesTable title={t('annotations')} differences={annotations} />
      <MergedTable
        title={t('layers')}
        rows={layers}
        columns={[
          { key: 'digest', title: t('digest'), cell: ({ digest }) => <Digest digest={digest} /> },
          { key: 'by', title: t('made-by'), cell: ({ createdBy }) => <code>{createdBy ?? '–'}</code> },
          { key: 'size', title: t('size'), align: 'end', cell: ({ size }) => <Bytes value={size} /> },
        ]}
      />
      {history.length > 0 && (
        <MergedTable
          title={t('history')}
          rows={history}
          columns={[{ key: 'by', title: t('made-by'), cell: ({ createdBy }) => <code>{createdBy || '–'}</code> }]}
        />
      )}
    </div>
  );
}
