import type { ManifestView } from '@wharf/api';
import { platformText } from '@wharf/oci';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { shortDigest } from '../../lib/format.ts';
import './manifests.css';
import { childKey, type IndexChild, isAttestation, orderedChildren } from './child-choice.ts';
import { RawView } from './raw-view.tsx';

/** The manifests of an index, one chosen, its content below. */
export function IndexPanel({
  index,
  child,
  onChild,
  children,
}: {
  index: ManifestView;
  child: IndexChild | undefined;
  onChild: (key: string) => void;
  children: ReactNode;
}) {
  const { t } = useTranslation('manifests');
  const name = useId();
  if (index.children.length === 0) {
    return (
      <section className="index-panel">
        <p className="quiet">{t('platform.none')}</p>
        <RawView manifest={index} />
      </section>
    );
  }
  const label = (one: IndexChild) => {
    if (isAttestation(one)) return t('platform.attestation');
    return one.platform ? platformText(one.platform) : t('platform.unnamed');
  };
  return (
    <section className="index-panel">
      <fieldset className="platforms">
        <legend>{t('platform.label')}</legend>
        {orderedChildren(index.children).map((one) => {
          const key = childKey(one, index.children);
          return (
            <label key={one.digest} className="platform-option" data-chosen={one === child}>
              <input type="radio" name={name} checked={one === child} onChange={() => onChild(key)} />
              <b>{label(one)}</b>
              <span className="quiet" title={one.digest}>
                {one.platform?.['os.version'] ?? shortDigest(one.digest)}
              </span>
            </label>
          );
        })}
      </fieldset>
      {children}
    </section>
  );
}
