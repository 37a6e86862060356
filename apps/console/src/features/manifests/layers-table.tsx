import type { ManifestView } from '@wharf/api';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../lib/format.ts';
import { Digest } from '../../ui/digest.tsx';
import { InstructionText } from './instruction-text.tsx';
import { shareText } from './layer-picture.tsx';
import { layerRows } from './layer-rows.ts';

/** The steps of the build with the layers they made; of an artifact, its files with their media types. */
export function LayersTable({
  manifest,
  total,
  artifact,
  active,
  onActive,
}: {
  manifest: ManifestView;
  total: number;
  artifact: boolean;
  active: number | undefined;
  onActive: (index: number | undefined) => void;
}) {
  const { t, i18n } = useTranslation('manifests');
  const [emptySteps, setEmptySteps] = useState(false);
  const rows = useMemo(() => layerRows(manifest), [manifest]);
  const hasEmptySteps = rows.some(({ layer }) => layer === undefined);
  const shown = emptySteps ? rows : rows.filter(({ layer }) => layer !== undefined);
  return (
    <>
      {hasEmptySteps && (
        <label className="layers-toggle">
          <input type="checkbox" checked={emptySteps} onChange={(event) => setEmptySteps(event.target.checked)} />
          {t('layers.empty-steps')}
        </label>
      )}
      <div className="table-frame">
        <table className="plain-table layers-table">
          <caption className="visually-hidden">{t('layers.title')}</caption>
          <thead>
            <tr>
              <th scope="col" data-align="end">
                {t('layers.number')}
              </th>
              <th scope="col">{artifact ? t('layers.media-type') : t('layers.instruction')}</th>
              <th scope="col" data-align="end">
                {t('layers.size')}
              </th>
              <th scope="col" data-align="end">
                {t('layers.share')}
              </th>
              <th scope="col">{t('layers.digest')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ key, createdBy, layer }) =>
              layer ? (
                <tr
                  key={key}
                  className={layer.index === active ? 'layer-row-active' : undefined}
                  onMouseEnter={() => onActive(layer.index)}
                  onMouseLeave={() => onActive(undefined)}
                  onFocus={() => onActive(layer.index)}
                  onBlur={() => onActive(undefined)}
                >
                  <td className="number" data-align="end">
                    <span className={`layer-swatch layer-tone-${layer.index % 4}`} aria-hidden="true" />
                    {layer.index + 1}
                  </td>
                  <td className="wrap">
                    {artifact ? (
                      <code>{layer.mediaType}</code>
                    ) : (
                      <InstructionText createdBy={createdBy} fallback={t('layers.unknown')} />
                    )}
                  </td>
                  <td className="number" data-align="end">
                    {formatBytes(layer.size, i18n.language)}
                  </td>
                  <td className="number" data-align="end">
                    {shareText(layer.size, total, i18n.language)}
                  </td>
                  <td>
                    <Digest digest={layer.digest} />
                  </td>
                </tr>
              ) : (
                <tr key={key} className="layer-row-empty">
                  <td />
                  <td className="wrap">
                    <InstructionText createdBy={createdBy} fallback={t('layers.unknown')} />
                  </td>
                  <td className="number" data-align="end">
                    –
                  </td>
                  <td />
                  <td className="quiet">{t('layers.no-layer')}</td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </div>
    </>
  );
}
