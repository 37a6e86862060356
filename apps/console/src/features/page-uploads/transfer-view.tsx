import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Bytes } from '../../ui/bytes.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { LayersTable } from './layers-table.tsx';
import { Pace } from './pace.tsx';
import { ProblemLine } from './problem-line.tsx';
import type { TransferSnapshot } from './protocol.ts';
import { totalsOf } from './transfer/totals.ts';
import type { ArchiveRow } from './upload-state.ts';
import { cancelUpload, pauseUpload, resumeUpload } from './upload-store.ts';

/** An upload under way: all of it, each file, each layer. */
export function TransferView({ snapshot, archives }: { snapshot: TransferSnapshot; archives: readonly ArchiveRow[] }) {
  const { t } = useTranslation('page-uploads');
  const { transfer, rate } = snapshot;
  const totals = totalsOf(transfer);
  const paused = transfer.status === 'paused';
  const contents = Object.values(transfer.contents);
  const waits = contents.find(({ retry, phase }) => phase === 'waiting' && retry.problem)?.retry.problem;
  const problem = transfer.pausedBy ?? waits;
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
          {!paused && <Pace rate={rate} left={totals.toSend - totals.sent} />}
        </p>
        {problem && <ProblemLine problem={problem} quiet={!paused} />}
      </section>
      {[...new Set(contents.map(({ archive }) => archive))].map((archive) => (
        <LayersTable
          key={archive}
          name={archives.find(({ id }) => id === archive)?.name ?? archive}
          contents={contents.filter((content) => content.archive === archive)}
          moving={!paused}
        />
      ))}
    </div>
  );
}
