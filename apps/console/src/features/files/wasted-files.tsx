import type { FileIndex } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { Bytes } from '../../ui/bytes.tsx';
import { FactLine } from '../../ui/fact-line.tsx';

const shownAtOnce = 20;

/** How much the image holds, and how much of what its layers wrote nobody can see any more. */
export function WastedFiles({ total }: { total: NonNullable<FileIndex['total']> }) {
  const { t, i18n } = useTranslation('files');
  const written = total.bytes + total.wastedBytes;
  const share = written === 0 ? 0 : total.wastedBytes / written;
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 }).format(share);
  return (
    <div className="files-total">
      <FactLine
        facts={[
          [t('total.files'), formatCount(total.files, i18n.language)],
          [t('total.bytes'), <Bytes key="bytes" value={total.bytes} />],
          [t('total.wasted'), `${formatBytes(total.wastedBytes, i18n.language)} (${percent})`],
        ]}
      />
      {total.wasted.length > 0 && (
        <details className="files-wasted">
          <summary>{t('wasted.title')}</summary>
          <p className="quiet">{t('wasted.text')}</p>
          <ol>
            {total.wasted.slice(0, shownAtOnce).map(({ path, bytes, times }) => (
              <li key={path}>
                <Bytes value={bytes} /> <code>/{path}</code>
                {times > 1 && <span className="quiet"> {t('wasted.times', { count: times })}</span>}
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}
