import { useTranslation } from 'react-i18next';
import { shortDigest } from '../lib/format.ts';
import { CopyButton } from './copy-button.tsx';

/** A digest, short, whole in its title, with a button that copies it whole. */
export function Digest({ digest }: { digest: string }) {
  const { t } = useTranslation('ui');
  return (
    <span className="digest">
      <code title={digest}>{shortDigest(digest)}</code>
      <CopyButton text={digest} name={t('digest')} />
    </span>
  );
}
