import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTotal } from '../lib/format.ts';

export interface PagerProps {
  page: { next: string | null; previous: string | null; total: number; totalIsExact: boolean };
  goTo: (cursor: string) => void;
  prefetch?: (cursor: string) => void;
}

/** How many there are, and Previous and Next where there is more than one page. */
export function Pager({ page, goTo, prefetch }: PagerProps) {
  const { t, i18n } = useTranslation('ui');
  const { next, previous } = page;
  useEffect(() => {
    if (!next || !prefetch) return;
    const timer = setTimeout(() => prefetch(next), 500);
    return () => clearTimeout(timer);
  }, [next, prefetch]);
  return (
    <div className="pager">
      <span className="quiet">
        {t('total', { count: page.total, number: formatTotal(page.total, page.totalIsExact, i18n.language) })}
      </span>
      {(next || previous) && (
        <nav aria-label={t('pages')}>
          <Button icon={<LeftOutlined />} disabled={!previous} onClick={() => previous && goTo(previous)}>
            {t('previous')}
          </Button>
          <Button icon={<RightOutlined />} iconPlacement="end" disabled={!next} onClick={() => next && goTo(next)}>
            {t('next')}
          </Button>
        </nav>
      )}
    </div>
  );
}
