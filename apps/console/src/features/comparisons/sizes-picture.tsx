import type { Comparison } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../lib/format.ts';

/** Both images as bars on one scale, what they share in the middle tone. */
export function SizesPicture({ sizes }: { sizes: Comparison['sizes'] }) {
  const { t, i18n } = useTranslation('comparisons');
  const largest = Math.max(sizes.left, sizes.right, 1);
  const bytes = (size: number) => formatBytes(size, i18n.language);
  const text = t('sizes.text', { left: bytes(sizes.left), right: bytes(sizes.right), shared: bytes(sizes.shared) });
  const bars = [
    { key: 'left', name: t('left'), total: sizes.left, own: sizes.leftOnly },
    { key: 'right', name: t('right'), total: sizes.right, own: sizes.rightOnly },
  ];
  return (
    <div className="sizes-picture" role="img" aria-label={text}>
      {bars.map(({ key, name, total, own }) => (
        <div key={key} className="sizes-row" aria-hidden>
          <span>{name}</span>
          <svg viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden focusable="false">
            <rect className="sizes-shared" width={(1000 * (total - own)) / largest} height="20" />
            <rect
              className="sizes-own"
              data-side={key}
              x={(1000 * (total - own)) / largest}
              width={(1000 * own) / largest}
              height="20"
            />
          </svg>
          <span className="number">{bytes(total)}</span>
        </div>
      ))}
    </div>
  );
}
