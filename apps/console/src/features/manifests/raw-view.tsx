import type { ManifestView } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../ui/copy-button.tsx';
import { indented } from './indented.ts';

/** The documents as pushed; what is copied is the pushed text, whose hash is the digest. */
export function RawView({ manifest, index }: { manifest: ManifestView; index?: ManifestView }) {
  const { t } = useTranslation('manifests');
  return (
    <div className="raw">
      <Document title={index ? t('raw.child') : t('raw.title')} document={manifest} />
      {index && <Document title={t('raw.index')} document={index} />}
    </div>
  );
}

function Document({ title, document }: { title: string; document: ManifestView }) {
  const { t } = useTranslation('manifests');
  const shown = indented(document.raw);
  return (
    <section>
      <div className="raw-head">
        <h3>{title}</h3>
        <CopyButton text={document.raw} name={title} labelled />
      </div>
      {shown.changed && <p className="quiet">{t('raw.indented')}</p>}
      {shown.cut && <p className="quiet">{t('raw.cut')}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard. */}
      <pre tabIndex={0} className="raw-text">
        <code>{shown.text}</code>
      </pre>
    </section>
  );
}
