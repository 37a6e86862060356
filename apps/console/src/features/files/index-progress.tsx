import type { LayerFiles } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../lib/format.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';

/** How far the reading of the layers is. */
export function IndexProgress({ layers }: { layers: readonly LayerFiles[] }) {
  const { t, i18n } = useTranslation('files');
  const bytes = (count: number) => formatBytes(count, i18n.language);
  const total = layers.reduce((sum, { size }) => sum + size, 0);
  const done = layers.reduce((sum, layer) => sum + (isSettled(layer) ? layer.size : (layer.done ?? 0)), 0);
  const left = layers.filter((layer) => !isSettled(layer)).length;
  return (
    <section className="files-progress" aria-labelledby="files-progress">
      <h3 id="files-progress">{t('progress.title')}</h3>
      <p className="quiet">{t('progress.text')}</p>
      <ProgressBar label={t('progress.title')} done={done} total={total} />
      <p role="status">{t('progress.left', { count: left, done: bytes(done), total: bytes(total) })}</p>
    </section>
  );
}

function isSettled({ state }: LayerFiles): boolean {
  return state === 'ready' || state === 'skipped' || state === 'failed';
}
