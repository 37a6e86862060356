import { useTranslation } from 'react-i18next';
import { shortDigest } from '../../lib/format.ts';
import { Bytes } from '../../ui/bytes.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { StatusChip, type Tone } from '../../ui/status-chip.tsx';
import { Pace } from './pace.tsx';
import { ProblemLine } from './problem-line.tsx';
import type { Content } from './transfer/state.ts';
import { totalsOf } from './transfer/totals.ts';
import { useRate } from './use-rate.ts';

const tones: Record<Content['phase'], Tone> = {
  waiting: 'quiet',
  sending: 'accent',
  compressing: 'accent',
  there: 'good',
  sent: 'good',
  failed: 'bad',
};

/** One file's layers, each with how far it is. */
export function LayersTable({
  name,
  contents,
  moving,
}: {
  name: string;
  contents: readonly Content[];
  /** Not paused. */
  moving: boolean;
}) {
  const { t } = useTranslation('page-uploads');
  const totals = totalsOf({ contents: Object.fromEntries(contents.map((content) => [content.key, content])) });
  const left = totals.toSend - totals.sent;
  const rate = useRate(totals.sent, moving && left > 0);
  const rows = contents.filter(({ kind }) => kind !== 'document');
  return (
    <section className="panel upload-file" aria-label={name}>
      <div className="panel-head">
        <h2>{name}</h2>
        <span className="quiet upload-figures">
          <span>
            <Bytes value={totals.sent + totals.there} /> {t('transfer.of')} <Bytes value={totals.size} />
          </span>
          <Pace rate={rate} left={left} />
        </span>
      </div>
      <ProgressBar label={t('transfer.file', { name })} done={totals.sent + totals.there} total={totals.size} />
      <div className="table-frame">
        <table className="plain-table">
          <caption className="visually-hidden">{t('layers-of', { name })}</caption>
          <thead>
            <tr>
              <th scope="col">{t('column.layer')}</th>
              <th scope="col">{t('column.state')}</th>
              <th scope="col" data-align="end">
                {t('column.size')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((content) => (
              <LayerRow key={content.key} content={content} moving={moving} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function LayerRow({ content, moving }: { content: Content; moving: boolean }) {
  const { t } = useTranslation('page-uploads');
  const { key, phase, sent, size, compressed, retry, member } = content;
  const rate = useRate(sent, moving && phase === 'sending');
  const digest = shortDigest(key.replace(/^diff:/, ''));
  return (
    <tr data-phase={phase}>
      <th scope="row">
        <code title={member}>{digest}</code>
      </th>
      <td>
        <StatusChip tone={tones[phase]}>{t(`phase.${phase}`)}</StatusChip>
        {phase === 'sending' && (
          <span className="upload-layer-bar">
            <ProgressBar label={t('transfer.layer', { digest })} done={sent} total={size} />
            <span className="quiet upload-figures">
              <Pace rate={rate} left={size - sent} />
            </span>
          </span>
        )}
        {phase === 'compressing' && (
          <span className="upload-layer-bar">
            <ProgressBar
              label={t('transfer.layer', { digest })}
              done={compressed}
              total={compressed > 0 ? size : null}
            />
          </span>
        )}
        {phase === 'failed' && retry.problem && <ProblemLine problem={retry.problem} />}
      </td>
      <td data-align="end">
        {phase === 'sending' && (
          <>
            <Bytes value={sent} /> {t('transfer.of')}{' '}
          </>
        )}
        <Bytes value={size} />
      </td>
    </tr>
  );
}
