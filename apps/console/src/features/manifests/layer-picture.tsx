import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../lib/format.ts';
import { layOut } from './segments.ts';

const width = 1000;
const height = 48;
const least = 7;

export interface PicturedLayer {
  size: number;
  /** What made it, for readers who do not see the picture. */
  text: string;
}

/**
 * The layers side by side, each as wide as it is large. One tab stop: arrows, Home and End go from layer to layer, as in
 * a list box. `active` is shared with the table below, so that each points at the other.
 */
export function LayerPicture({
  layers,
  active,
  onActive,
}: {
  layers: readonly PicturedLayer[];
  active: number | undefined;
  onActive: (index: number | undefined) => void;
}) {
  const { t, i18n } = useTranslation('manifests');
  const options = useRef<(SVGGElement | null)[]>([]);
  const segments = layOut(
    layers.map(({ size }) => size),
    width,
    least,
  );
  const total = layers.reduce((sum, { size }) => sum + size, 0);
  const largest = layers.reduce((best, { size }, index) => (size > (layers[best]?.size ?? 0) ? index : best), 0);
  const share = (size: number) => shareText(size, total, i18n.language);
  const bytes = (size: number) => formatBytes(size, i18n.language);
  const stop = active ?? largest;

  const move = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowRight: stop + 1,
      ArrowLeft: stop - 1,
      Home: 0,
      End: layers.length - 1,
    };
    const to = steps[event.key];
    if (to === undefined || to < 0 || to >= layers.length) return;
    event.preventDefault();
    onActive(to);
    options.current[to]?.focus();
  };

  return (
    <div
      role="listbox"
      aria-label={t('layers.picture')}
      aria-orientation="horizontal"
      tabIndex={-1}
      onKeyDown={move}
      onMouseLeave={() => onActive(undefined)}
    >
      <svg className="layer-picture" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="presentation">
        {segments.map((segment, index) => {
          const layer = layers[index];
          if (!layer) return null;
          return (
            <g
              key={index}
              ref={(element) => {
                options.current[index] = element;
              }}
              role="option"
              aria-selected={active === index}
              aria-label={t('layers.segment', {
                number: index + 1,
                count: layers.length,
                size: bytes(layer.size),
                share: share(layer.size),
                text: layer.text,
              })}
              tabIndex={index === stop ? 0 : -1}
              className={active === index ? 'layer-segment layer-segment-active' : 'layer-segment'}
              onMouseEnter={() => onActive(index)}
              onFocus={() => onActive(index)}
              onBlur={() => onActive(undefined)}
            >
              <rect x={segment.start} width={segment.width} height={height} className={`layer-tone-${index % 4}`} />
            </g>
          );
        })}
      </svg>
    </div>
  );
}

export function shareText(size: number, total: number, language: string): string {
  const share = total === 0 ? 0 : size / total;
  const tiny = share > 0 && share < 0.001;
  const text = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(
    tiny ? 0.001 : share,
  );
  return tiny ? `<${text}` : text;
}
