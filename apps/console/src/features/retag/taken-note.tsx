import { useTranslation } from 'react-i18next';
import { shortDigest } from '../../lib/format.ts';

/** Says that the name is in use, and asks whether it may be taken from what it names. */
export function TakenNote({
  name,
  digest,
  overwrite,
  onOverwrite,
}: {
  name: string;
  digest: string;
  overwrite: boolean;
  onOverwrite: (overwrite: boolean) => void;
}) {
  const { t } = useTranslation('retag');
  return (
    <div className="retag-taken">
      <p role="alert">{t('taken', { name, digest: shortDigest(digest) })}</p>
      <label className="retag-check">
        <input type="checkbox" checked={overwrite} onChange={(event) => onOverwrite(event.target.checked)} />
        {t('overwrite')}
      </label>
    </div>
  );
}
