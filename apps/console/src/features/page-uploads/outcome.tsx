import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '../../lib/paths.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { Bytes } from '../../ui/bytes.tsx';
import { pullCommands } from '../../ui/commands.ts';
import { CopyCommand } from '../../ui/copy-command.tsx';
import { Digest } from '../../ui/digest.tsx';
import { LayersTable } from './layers-table.tsx';
import { ProblemLine } from './problem-line.tsx';
import type { Transfer } from './transfer/state.ts';
import { totalsOf } from './transfer/totals.ts';
import type { ArchiveRow } from './upload-state.ts';
import { startOver, startUpload } from './upload-store.ts';

/** How an upload ended: what is there now and how to pull it, or what went wrong and that nothing is half there. */
export function Outcome({ transfer, archives }: { transfer: Transfer; archives: readonly ArchiveRow[] }) {
  const { t } = useTranslation('page-uploads');
  const server = useApiQuery('getServer', {}, { staleTime: Number.POSITIVE_INFINITY });
  const { organization, status, targets } = transfer;
  const totals = totalsOf(transfer);
  const failed = targets.filter(({ phase }) => phase === 'failed');
  const contents = Object.values(transfer.contents);
  const again = () =>
    startUpload({
      id: crypto.getRandomValues(new Uint32Array(2)).join('-'),
      organization,
      targets: failed.map(({ id, archive, image, repository, tag }) => ({ id, archive, image, repository, tag })),
    });
  return (
    <div className="panel-stack upload-outcome">
      <section className="panel" data-status={status}>
        <div role="status">
          <h2>{t(`outcome.${status}`)}</h2>
        </div>
        {status === 'cancelled' && <p>{t('outcome.nothing-left')}</p>}
        {status !== 'cancelled' && (
          <p className="upload-figures" data-sent={totals.sent} data-there={totals.there}>
            <span>
              {t('outcome.sent')} <Bytes value={totals.sent} />
            </span>
            <span>
              {t('outcome.saved')} <Bytes value={totals.there} />
            </span>
          </p>
        )}
        <p className="upload-buttons">
          {status === 'failed' && (
            <Button type="primary" onClick={again}>
              {t('outcome.again')}
            </Button>
          )}
          <Button onClick={startOver}>{t('outcome.more')}</Button>
        </p>
      </section>
      {status !== 'cancelled' &&
        targets.map(({ id, repository, tag, phase, digest, retry }) => (
          <section key={id} className="panel" data-phase={phase}>
            <div className="panel-head">
              <h2>
                {phase === 'done' ? (
                  <Link to={paths.tag(organization, repository, tag)}>{`${organization}/${repository}:${tag}`}</Link>
                ) : (
                  `${organization}/${repository}:${tag}`
                )}
              </h2>
              {digest && <Digest digest={digest} />}
            </div>
            {phase === 'done' && server.data && (
              <CopyCommand
                commands={pullCommands(server.data, `${organization}/${repository}`, `:${tag}`)}
                label={t('outcome.pull', { name: `${repository}:${tag}` })}
              />
            )}
            {phase !== 'done' && retry.problem && <ProblemLine problem={retry.problem} />}
            {phase !== 'done' && <p className="quiet">{t('outcome.untouched')}</p>}
          </section>
        ))}
      {status === 'failed' &&
        [...new Set(contents.map(({ archive }) => archive))].map((archive) => (
          <LayersTable
            key={archive}
            name={archives.find(({ id }) => id === archive)?.name ?? archive}
            contents={contents.filter((content) => content.archive === archive)}
            moving={false}
          />
        ))}
    </div>
  );
}
