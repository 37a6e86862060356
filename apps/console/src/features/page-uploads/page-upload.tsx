import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../lib/session.ts';
import { DropZone } from './drop-zone.tsx';
import { Outcome } from './outcome.tsx';
import './page-uploads.css';
import { ProblemLine } from './problem-line.tsx';
import { Review } from './review.tsx';
import { ended } from './transfer/state.ts';
import { TransferView } from './transfer-view.tsx';
import { Unfinished } from './unfinished.tsx';
import { bindUpload, useUpload } from './upload-store.ts';

/** From files to images: choose, review, send, and what came of it. */
export function PageUpload() {
  const { t } = useTranslation('page-uploads');
  const session = useSession();
  useEffect(() => bindUpload(session), [session]);
  const state = useUpload();
  const { snapshot, phase, archives, saved, problem } = state;
  if (phase === 'sending' && snapshot) {
    return ended(snapshot.transfer) ? (
      <Outcome transfer={snapshot.transfer} archives={archives} />
    ) : (
      <TransferView snapshot={snapshot} archives={archives} />
    );
  }
  return (
    <div className="panel-stack">
      {saved && archives.every(({ id }) => saved.files.some((file) => file.id === id)) && <Unfinished state={state} />}
      {problem && (archives.length === 0 || state.continuing) && <ProblemLine problem={problem} />}
      {!state.continuing && <DropZone small={archives.length > 0} />}
      {archives.length > 0 && !state.continuing && state.rows.length + archives.length > 0 && <Review state={state} />}
      {archives.length === 0 && !saved && <p className="quiet upload-hint">{t('hint')}</p>}
    </div>
  );
}
