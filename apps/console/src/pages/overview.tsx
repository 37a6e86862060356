import { useTranslation } from 'react-i18next';
import { FirstSteps } from '../features/overview/first-steps.tsx';
import { LatestImages } from '../features/overview/latest-images.tsx';
import { OverviewFigures } from '../features/overview/overview-figures.tsx';
import { QuotaPanel } from '../features/overview/quota-panel.tsx';
import { TrafficPanel } from '../features/overview/traffic-panel.tsx';
import { useApiQuery } from '../lib/queries.ts';
import { ErrorNote, ErrorState } from '../ui/error-state.tsx';
import { LoadingState } from '../ui/loading-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';

/** Traffic is counted in batches and announced by no event. */
const trafficMilliseconds = 20_000;

export function OverviewPage() {
  const { t } = useTranslation('overview');
  const { data, error, refetch } = useApiQuery('getOverview', {}, { refetchInterval: trafficMilliseconds });
  return (
    <>
      <PageHeader title={t('title')} />
      {!data && error && <ErrorState problem={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState />}
      {data && (
        <div className="panel-stack">
          <ErrorNote problem={error} />
          {data.images === 0 && <FirstSteps />}
          <OverviewFigures overview={data} />
          <QuotaPanel />
          <div className="overview-columns">
            <TrafficPanel traffic={data.traffic} />
            {data.images > 0 && <LatestImages />}
          </div>
        </div>
      )}
    </>
  );
}
