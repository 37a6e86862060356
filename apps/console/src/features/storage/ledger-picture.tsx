import './storage.css';
import { useTranslation } from 'react-i18next';
import { Bytes } from '../../ui/bytes.tsx';
import { ShareBar } from './share-bar.tsx';
import { type SharesShown, sharesOf } from './share-kinds.ts';

/** Where the bytes belong: one bar whose pieces are as long as they are large, and what each is. */
export function LedgerPicture({
  shares,
  about,
}: {
  shares: SharesShown;
  about: 'server' | 'organization' | 'repository';
}) {
  const { t } = useTranslation('storage');
  const shown = sharesOf(shares).filter(({ kind }) => kind !== 'orphans' || shares.orphanBytes);
  return (
    <div className="ledger">
      <ShareBar shares={shares} of={1} />
      <dl className="ledger-legend">
        {shown.map(({ kind, bytes }) => (
          <div key={kind}>
            <dt>
              <span className="share-mark" data-share={kind} aria-hidden />
              {t(`share.${kind}`)}
            </dt>
            <dd>
              <strong>
                <Bytes value={bytes} />
              </strong>
              <span className="quiet">{t([`about.${about}.${kind}`, `about.${kind}`])}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
