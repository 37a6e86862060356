import type { ReactNode } from 'react';

/** Says why there is nothing here and what to do about it. */
export function EmptyState({
  title,
  children,
  actions,
  picture,
  heading: Heading = 'h2',
}: {
  title: string;
  /** `h1` where it is the whole page. */
  heading?: 'h1' | 'h2';
  children?: ReactNode;
  actions?: ReactNode;
  picture?: ReactNode;
}) {
  return (
    <div className="empty-state">
      {picture ?? <EmptyBerth />}
      <Heading>{title}</Heading>
      {children && <div className="empty-text">{children}</div>}
      {actions && <div className="empty-actions">{actions}</div>}
    </div>
  );
}

function EmptyBerth() {
  return (
    <svg className="empty-berth" viewBox="0 0 120 64" aria-hidden focusable="false">
      <path className="berth-line" d="M8 40h104M24 40V16M60 40V10M96 40V16" />
      <rect className="berth-box" x="32" y="24" width="20" height="12" rx="2" />
      <rect className="berth-box" x="68" y="24" width="20" height="12" rx="2" strokeDasharray="3 3" />
      <path
        className="berth-water"
        d="M4 54c7 0 7 4 14 4s7-4 14-4 7 4 14 4 7-4 14-4 7 4 14 4 7-4 14-4 7 4 14 4 7-4 14-4"
      />
    </svg>
  );
}
