import './storage.css';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../lib/format.ts';
import { type SharesShown, sharesOf, sumOf } from './share-kinds.ts';

/** @param of how much of the width the whole takes, from 0 to 1 */
export function ShareBar({ shares, of }: { shares: SharesShown; of: number }) {
  const { t, i18n } = useTranslation('storage');
  const sum = sumOf(shares);
  const pieces = sharesOf(shares).filter(({ bytes }) => bytes > 0);
  const text = pieces.map(({ kind, bytes }) => `${t(`share.${kind}`)} ${formatBytes(bytes, i18n.language)}`).join(', ');
  let left = 0;
  return (
    <svg
      className="share-bar"
      role="img"
      aria-label={text || t('share.nothing')}
      preserveAspectRatio="none"
      viewBox="0 0 1000 10"
    >
      <rect className="share-ground" width={1000} height={10} />
      {pieces.map(({ kind, bytes }) => {
        const width = (bytes / sum) * of * 1000;
        const x = left;
        left += width;
        return (
          <rect key={kind} className="share-piece" data-share={kind} x={x} width={width} height={10}>
            <title>{`${t(`share.${kind}`)}: ${formatBytes(bytes, i18n.language)}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}
