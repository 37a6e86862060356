import { Tabs } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { ComparisonView } from '../features/comparisons/comparison-view.tsx';
import { FileDifferences, type FileFilter } from '../features/comparisons/file-differences.tsx';
import { OtherSide } from '../features/comparisons/other-side.tsx';
import { SideFacts } from '../features/comparisons/side-facts.tsx';
import { type Sides, SidesForm } from '../features/comparisons/sides-form.tsx';
import '../features/comparisons/comparisons.css';
import { useApiQuery } from '../lib/queries.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { LoadingState } from '../ui/loading-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';

const changes = ['added', 'removed', 'changed'] as const;

/** Two images side by side; all that is shown stands in the address. */
export function ComparePage() {
  const { t } = useTranslation('comparisons');
  const [address, setAddress] = useSearchParams();
  const left = address.get('left') ?? '';
  const right = address.get('right') ?? '';
  const sides = useMemo<Sides>(() => ({ left, right }), [left, right]);
  const both = left !== '' && right !== '';
  const answer = useApiQuery('getComparison', { query: sides }, { enabled: both });
  const compared = useMemo(() => (answer.data ? [answer.data.left, answer.data.right] : []), [answer.data]);
  const filter: FileFilter = {
    change: changes.find((one) => one === address.get('change')) ?? '',
    find: address.get('find') ?? '',
  };
  const set = (values: Record<string, string>, replace: boolean) =>
    setAddress(
      (now) => {
        const next = new URLSearchParams(now);
        for (const [name, value] of Object.entries(values)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace, preventScrollReset: true },
    );
  const choose = (change: Partial<Sides>) => set({ ...change }, false);

  return (
    <>
      <PageHeader title={t('title')}>{t('text')}</PageHeader>
      <SidesForm sides={sides} onChange={choose} />
      {!both && <OtherSide left={left} onChoose={(value) => choose({ right: value })} />}
      {both && answer.error && <ErrorState problem={answer.error} onRetry={() => void answer.refetch()} />}
      {both && !answer.data && !answer.error && <LoadingState lines={10} />}
      {answer.data && both && !answer.error && (
        <>
          <div className="compare-sides">
            <SideFacts title={t('left')} side={answer.data.left} onChange={(value) => choose({ left: value })} />
            <SideFacts title={t('right')} side={answer.data.right} onChange={(value) => choose({ right: value })} />
          </div>
          {answer.data.same && <p>{t('same')}</p>}
          <Tabs
            activeKey={address.get('tab') === 'files' ? 'files' : 'image'}
            onChange={(tab) => set({ tab: tab === 'files' ? tab : '' }, true)}
            destroyOnHidden
            items={[
              { key: 'image', label: t('tabs.image'), children: <ComparisonView comparison={answer.data} /> },
              {
                key: 'files',
                label: t('tabs.files'),
                children: (
                  <FileDifferences
                    key={`${left} ${right}`}
                    sides={sides}
                    compared={compared}
                    filter={filter}
                    onFilter={(change) => set(change, true)}
                  />
                ),
              },
            ]}
          />
        </>
      )}
    </>
  );
}
