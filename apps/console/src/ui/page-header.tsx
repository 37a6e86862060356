import { RightOutlined } from '@ant-design/icons';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

export interface Crumb {
  label: string;
  to: string;
}

/** A page's heading, and the window's title. */
export function PageHeader({
  title,
  crumbs = [],
  marks,
  children,
  actions,
}: {
  title: string;
  crumbs?: readonly Crumb[];
  /** Beside the title: chips, a copy button. */
  marks?: ReactNode;
  /** A line below it. */
  children?: ReactNode;
  actions?: ReactNode;
}) {
  const { t } = useTranslation('ui');
  return (
    <header className="page-header">
      <title>{`${title} · Wharf`}</title>
      {crumbs.length > 0 && (
        <nav className="crumbs" aria-label={t('breadcrumb')}>
          {crumbs.map((crumb, nth) => (
            <Fragment key={crumb.to}>
              {nth > 0 && <RightOutlined aria-hidden />}
              <Link to={crumb.to}>{crumb.label}</Link>
            </Fragment>
          ))}
        </nav>
      )}
      <div className="page-title">
        <h1>{title}</h1>
        {marks}
        {actions && <div className="page-actions">{actions}</div>}
      </div>
      {children && <div className="page-note">{children}</div>}
    </header>
  );
}
