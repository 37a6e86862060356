import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { paths } from '../../lib/paths.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { useUrlValue } from '../../lib/url-state.ts';
import { Bytes } from '../../ui/bytes.tsx';
import { ChoiceBox } from '../../ui/choice-box.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { mayPush } from '../../ui/level-name.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { ArchivePanel } from './archive-panel.tsx';
import { isReady, repeated, rowsFor } from './naming.ts';
import { ProblemLine } from './problem-line.tsx';
import type { PartSummary } from './protocol.ts';
import { QuotaWarnings } from './quota-warnings.tsx';
import type { UploadState } from './upload-state.ts';
import { startUpload } from './upload-store.ts';
import { bytesThere, usePlan } from './use-plan.ts';
import { useQuotaCheck } from './use-quota-check.ts';

/** What is in the archives, where it goes, and what of it is to be sent: all before the first byte. */
export function Review({ state }: { state: UploadState }) {
  const { t } = useTranslation('page-uploads');
  const [organization, setOrganization] = useUrlValue('organization', '');
  const organizations = useApiQuery('listOrganizations', { query: { sort: 'name', limit: 100 } });
  const offered = (organizations.data?.items ?? []).filter(({ level }) => mayPush(level)).map(({ name }) => name);
  const known = organization && !offered.includes(organization) ? [organization, ...offered] : offered;
  const chosenOrganization = organization || (known.length === 1 ? (known[0] ?? '') : '');

  const rows = useMemo(() => rowsFor(chosenOrganization, state.rows), [chosenOrganization, state.rows]);
  const again = useMemo(() => repeated(rows), [rows]);
  const chosen = rows.filter((row) => row.chosen);
  const parts = useMemo(() => partsOfRows(state, chosen), [state, chosen]);
  const ready = chosen.filter((row) => isReady(row, again));
  const places = ready.map(({ repository, tag }) => ({ repository, tag }));
  const coming = ready.map(({ archive, image, repository, tag }) => {
    return { repository, tag, parts: partsOfRows(state, [{ archive, image }]) };
  });
  const refusals = useQuotaCheck(chosenOrganization, coming);
  const plan = usePlan(chosenOrganization, parts, places);
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const there = bytesThere(plan.data, parts);

  const reading = state.archives.some(({ status }) => status === 'reading');
  const wrong = chosen.filter((row) => !isReady(row, again)).length;
  const why =
    chosenOrganization === ''
      ? 'no-organization'
      : reading
        ? 'reading'
        : chosen.length === 0
          ? 'nothing'
          : wrong > 0
            ? 'wrong-names'
            : plan.error
              ? 'refused'
              : undefined;
  const start = () =>
    startUpload({
      id: crypto.getRandomValues(new Uint32Array(2)).join('-'),
      organization: chosenOrganization,
      targets: chosen.map(({ id, archive, image, repository, tag }) => ({ id, archive, image, repository, tag })),
    });

  return (
    <div className="panel-stack upload-review">
      <div className="toolbar">
        <ChoiceBox
          label={t('organization')}
          value={chosenOrganization}
          choices={[
            ...(chosenOrganization ? [] : [{ value: '', label: t('choose-organization') }]),
            ...known.map((name) => ({ value: name, label: name })),
          ]}
          onChange={setOrganization}
        />
        {organizations.data && known.length === 0 && (
          <LinkButton to={paths.organizations}>{t('make-organization')}</LinkButton>
        )}
      </div>
      {state.archives.map((archive) => (
        <ArchivePanel
          key={archive.id}
          archive={archive}
          rows={rows.filter((row) => row.archive === archive.id)}
          again={again}
          plan={plan.data}
        />
      ))}
      <ErrorNote problem={plan.error} />
      <QuotaWarnings refusals={refusals} />
      {state.problem && <ProblemLine problem={state.problem} />}
      <div className="upload-start">
        <Button
          type="primary"
          size="large"
          disabled={why !== undefined}
          loading={state.phase === 'starting'}
          onClick={start}
          aria-describedby="upload-start-note"
        >
          {t('start', { count: chosen.length })}
        </Button>
        <p id="upload-start-note" className="quiet">
          {why ? (
            t(`why.${why}`)
          ) : (
            <>
              {t('to-send')} <Bytes value={size - there} />
              {there > 0 && (
                <>
                  {' · '}
                  {t('there')} <Bytes value={there} />
                </>
              )}
            </>
          )}
        </p>
      </div>
    </div>
  );
}

/** Each part once, however many images share it. */
function partsOfRows(state: UploadState, rows: readonly { archive: string; image: number }[]): PartSummary[] {
  const parts = new Map<string, PartSummary>();
  for (const { archive, image } of rows) {
    const summary = state.archives.find(({ id }) => id === archive)?.summary;
    for (const part of summary?.images[image]?.parts ?? []) parts.set(part.key, part);
  }
  return [...parts.values()];
}
