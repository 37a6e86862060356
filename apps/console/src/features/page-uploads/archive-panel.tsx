import { DeleteOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Bytes } from '../../ui/bytes.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { ImageRow } from './image-row.tsx';
import type { Row } from './naming.ts';
import { ProblemLine } from './problem-line.tsx';
import type { ArchiveRow } from './upload-state.ts';
import { removeArchive } from './upload-store.ts';
import type { usePlan } from './use-plan.ts';

/** One archive before it is sent: what is in it, and where each image goes. */
export function ArchivePanel({
  archive,
  rows,
  again,
  plan,
}: {
  archive: ArchiveRow;
  rows: readonly Row[];
  again: ReadonlySet<string>;
  plan: ReturnType<typeof usePlan>['data'];
}) {
  const { t } = useTranslation('page-uploads');
  const { id, name, size, status, read, summary, problem } = archive;
  return (
    <section className="panel upload-archive" aria-label={name}>
      <div className="panel-head">
        <h2>{name}</h2>
        <span className="quiet upload-facts">
          {summary && <span>{t(`format.${summary.format}`)}</span>}
          <Bytes value={size} />
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={t('remove', { name })}
            onClick={() => removeArchive(id)}
          />
        </span>
      </div>
      {status === 'reading' && (
        <div className="upload-reading">
          <p role="status">{t('reading')}</p>
          <ProgressBar label={t('reading-name', { name })} done={read} total={read > 0 ? size : null} />
        </div>
      )}
      {problem && <ProblemLine problem={problem} />}
      {summary && rows.length > 0 && (
        <div className="table-frame">
          <table className="plain-table upload-table">
            <caption className="visually-hidden">{t('images-of', { name })}</caption>
            <thead>
              <tr>
                <th scope="col">
                  <span className="visually-hidden">{t('column.chosen')}</span>
                </th>
                <th scope="col">{t('column.found')}</th>
                <th scope="col">{t('column.image')}</th>
                <th scope="col">{t('column.tag')}</th>
                <th scope="col" data-align="end">
                  {t('column.size')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => {
                const image = summary.images[row.image];
                return (
                  image && <ImageRow key={row.id} row={row} image={image} repeated={again.has(row.id)} plan={plan} />
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
