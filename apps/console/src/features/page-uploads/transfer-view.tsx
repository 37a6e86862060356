import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../lib/format.ts';
import { Bytes } from '../../ui/bytes.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { LayersTable } from './layers-table.tsx';
import { ProblemLine } from './problem-line.tsx';
import type { TransferSnapshot } from './protocol.ts';
import { timeLeft } from './time-left.ts';
import { totalsOf } from './transfer/totals.ts';
import type { ArchiveRow } from './upload-state.ts';
import { cancelUpload, pauseUpload, resumeUpload } from './upload-store.ts';

/** An upload under way: all of it, each file, each layer. */
export function TransferView({ snapshot, archives }: { snapshot: TransferSnapshot; archives: readonly ArchiveRow[] }) {
  const { t, i18n } = useTranslation('page-uploads');
  const { transfer, rate } = snapshot;
  const totals = totalsOf(transfer);
  const paused = transfer.status === 'paused';
  const contents = Object.values(transfer.contents);
  const waits = contents.find(({ retry, phase }) => phase === 'waiting' && retry.problem)?.retry.problem;
  const problem = transfer.pausedBy ?? waits;
  const left = timeLeft(totals.toSend - totals.sent, rate);
  return (
    <div className="panel-stack upload-transfer">
      <section className="panel">
        <div className="panel-head">
          <h2>{paused ? t('transfer.paused') : t('transfer.title', { organization: transfer.organization })}</h2>
          <span className="upload-buttons">
            {paused ? (
              <Button type="primary" onClick={resumeUpload}>
                {t('transfer.resume')}
              </Button>
            ) : (
              <Button onClick={pauseUpload}>{t('transfer.pause')}</Button>
            )}
            <Button danger onClick={cancelUpload}>
              {t('transfer.cancel')}
            </Button>
          </span>
        </div>
        <ProgressBar label={t('transfer.all')} done={totals.sent + totals.there} total={totals.size} />
        <p className="upload-figures" data-sent={totals.sent}>
          <span>
            <Bytes value={totals.sent} /> {t('transfer.of')} <Bytes value={totals.toSend} />
          </span>
          {totals.there > 0 && (
            <span>
              {t('there')} <Bytes value={totals.there} />
            </span>
          )}
          {!paused && rate > 0 && (
            <span className="number">{t('transfer.rate', { rate: formatBytes(rate, i18n.language) })}</span>
          )}
          {!paused && left && <span className="number">{t(`left.${left.unit}`, { count: left.count })}</span>}
        </p>
        {problem && <ProblemLine problem={problem} quiet={!paused} />}
      </section>
      {[...new Set(contents.map(({ archive }) => archive))].map((archive) => (
        <LayersTable
          key={archive}
          name={archives.find(({ id }) => id === archive)?.name ?? archive}
          contents={contents.filter((content) => content.archive === archive)}
        />
      ))}
    </div>
  );
}
