import {
  ApartmentOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BankOutlined,
  BugOutlined,
  CloseOutlined,
  DashboardOutlined,
  GlobalOutlined,
  HddOutlined,
  HistoryOutlined,
  KeyOutlined,
  RobotOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import { type ComponentType, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useNavigate } from 'react-router';
import type { Action } from '../actions/action.ts';
import { useActions } from '../actions/registry.ts';
import { paths } from '../lib/paths.ts';
import { isAccountAdministrator, isSystemAdministrator, useSession } from '../lib/session.ts';
import { WharfMark } from './wharf-mark.tsx';

interface Place {
  id: string;
  to: string;
  icon: ComponentType<{ 'aria-hidden'?: boolean }>;
  shortcut: string;
  administratorsOnly?: boolean;
  systemOnly?: boolean;
}

const places: readonly Place[] = [
  { id: 'overview', to: paths.overview, icon: DashboardOutlined, shortcut: 'g h' },
  { id: 'organizations', to: paths.organizations, icon: ApartmentOutlined, shortcut: 'g o' },
  { id: 'images', to: paths.images, icon: AppstoreOutlined, shortcut: 'g i' },
  { id: 'login-commands', to: paths.loginCommands, icon: KeyOutlined, shortcut: 'g l' },
  { id: 'tasks', to: paths.tasks, icon: HistoryOutlined, shortcut: 'g t' },
  { id: 'troubleshooting', to: paths.troubleshooting(), icon: BugOutlined, shortcut: 'g f' },
  { id: 'users', to: paths.users, icon: TeamOutlined, shortcut: 'g u', administratorsOnly: true },
  { id: 'robots', to: paths.robots, icon: RobotOutlined, shortcut: 'g r', administratorsOnly: true },
  { id: 'accounts', to: paths.accounts, icon: BankOutlined, shortcut: 'g a', systemOnly: true },
  { id: 'audit', to: paths.audit, icon: AuditOutlined, shortcut: 'g e', administratorsOnly: true },
  { id: 'storage', to: paths.storage, icon: HddOutlined, shortcut: 'g s', systemOnly: true },
  { id: 'network', to: paths.network, icon: GlobalOutlined, shortcut: 'g n', systemOnly: true },
];

/** The navigation: a column on wide screens, a sheet over the page on narrow ones. */
export function Rail({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('shell');
  const session = useSession();
  const navigate = useNavigate();
  const offered = useMemo(
    () =>
      places.filter(
        (place) =>
          (!place.administratorsOnly || isAccountAdministrator(session)) &&
          (!place.systemOnly || isSystemAdministrator(session)),
      ),
    [session],
  );
  useActions(
    useMemo(
      () =>
        offered.map(
          ({ id, to, icon: Icon, shortcut }): Action => ({
            id: `go.${id}`,
            label: t(`navigation.${id}`),
            section: 'go',
            icon: <Icon aria-hidden />,
            shortcut,
            perform: () => navigate(to),
          }),
        ),
      [offered, t, navigate],
    ),
  );
  const closer = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    closer.current?.focus();
    const onKeyDown = (event: KeyboardEvent) => event.key === 'Escape' && onClose();
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [open, onClose]);
  return (
    <>
      {open && <div className="rail-shade" onClick={onClose} aria-hidden />}
      <nav className="rail" data-open={open} aria-label={t('navigation.label')}>
        <div className="rail-head">
          <NavLink to={paths.overview} className="brand" aria-label="Wharf" onClick={onClose}>
            <WharfMark />
            <span>Wharf</span>
          </NavLink>
          <button
            ref={closer}
            type="button"
            className="icon-button rail-closer"
            aria-label={t('navigation.close')}
            onClick={onClose}
          >
            <CloseOutlined aria-hidden />
          </button>
        </div>
        <ul>
          {offered.map(({ id, to, icon: Icon, shortcut }) => (
            <li key={id}>
              <NavLink to={to} className="rail-link" aria-keyshortcuts={shortcut} onClick={onClose}>
                <Icon aria-hidden />
                <span>{t(`navigation.${id}`)}</span>
              </NavLink>
            </li>
          ))}
        </ul>
        <p className="rail-foot">
          <span className="quiet">{t('account')}</span>
          <strong title={session.user.account}>{session.user.account}</strong>
        </p>
      </nav>
    </>
  );
}
