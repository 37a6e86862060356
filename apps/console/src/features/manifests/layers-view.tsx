import type { ManifestView } from '@wharf/api';
import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../lib/format.ts';
import { readInstruction } from './instruction.ts';
import { InstructionText } from './instruction-text.tsx';
import { LayerPicture, shareText } from './layer-picture.tsx';
import { LayersTable } from './layers-table.tsx';

/** A manifest's layers: the picture by size, and the table that tells what made each. */
export function LayersView({ manifest, artifact }: { manifest: ManifestView; artifact: boolean }) {
  const { t, i18n } = useTranslation('manifests');
  const [active, setActive] = useState<number>();
  const summaryId = useId();
  const { layers } = manifest;
  const total = layers.reduce((sum, { size }) => sum + size, 0);
  const bytes = (size: number) => formatBytes(size, i18n.language);
  const pictured = useMemo(
    () =>
      layers.map(({ size, createdBy, mediaType }) => {
        const { keyword, text } = readInstruction(createdBy ?? '');
        return { size, text: [keyword, text].filter(Boolean).join(' ') || mediaType };
      }),
    [layers],
  );
  if (layers.length === 0) return <p className="quiet">{t('layers.none')}</p>;

  const largest = layers.reduce((best, { size }, index) => (size > (layers[best]?.size ?? 0) ? index : best), 0);
  const largestSize = layers[largest]?.size ?? 0;
  const shown = active === undefined ? undefined : layers[active];
  return (
    <section className="layers" aria-labelledby={summaryId}>
      <p id={summaryId} className="layers-summary">
        {t('layers.picture-text', {
          count: layers.length,
          size: bytes(total),
          largest: largest + 1,
          largestSize: bytes(largestSize),
          share: shareText(largestSize, total, i18n.language),
        })}
      </p>
      <LayerPicture layers={pictured} active={active} onActive={setActive} />
      {/* The option under the pointer or the focus has this text as its name; read out twice it would only disturb. */}
      <p className="layers-readout" aria-hidden="true">
        {shown && active !== undefined ? (
          <>
            <strong>
              {active + 1}/{layers.length}
            </strong>
            <span>{bytes(shown.size)}</span>
            <span>{shareText(shown.size, total, i18n.language)}</span>
            <InstructionText createdBy={shown.createdBy ?? undefined} fallback={shown.mediaType} short />
          </>
        ) : (
          '\u00a0'
        )}
      </p>
      <LayersTable manifest={manifest} total={total} artifact={artifact} active={active} onActive={setActive} />
    </section>
  );
}
