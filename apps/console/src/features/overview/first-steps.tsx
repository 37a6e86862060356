import './overview.css';
import { CheckOutlined, PlusOutlined } from '@ant-design/icons';
import { type ReactNode, useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Action } from '../../actions/action.ts';
import { ActionButton, RegisteredActionButton } from '../../actions/action-button.tsx';
import { useActions } from '../../actions/registry.ts';
import { isOwnOrganization } from '../../lib/own-organization.ts';
import { paths } from '../../lib/paths.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { pushCommands } from '../../ui/commands.ts';
import { CopyCommand } from '../../ui/copy-command.tsx';
import { mayPush } from '../../ui/level-name.tsx';

/** The way of a new system to its first image: organization, login, push. */
export function FirstSteps() {
  const { t } = useTranslation('overview');
  const id = useId();
  const navigate = useNavigate();
  const server = useApiQuery('getServer', {}, { staleTime: 60_000 });
  const organizations = useApiQuery('listOrganizations', { query: { limit: 100 } });
  const logins = useApiQuery('listLoginCommands');
  const organization = organizations.data?.items.find((one) => isOwnOrganization(one) && mayPush(one.level))?.name;
  const hasOrganization = organization !== undefined;
  const hasLogin = logins.data?.items.some(({ state }) => state === 'active') ?? false;
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'organization.create',
        label: t('steps.create-organization'),
        section: 'create',
        icon: <PlusOutlined aria-hidden />,
        perform: () => navigate(`${paths.organizations}?dialog=create`),
      },
    ],
    [t, navigate],
  );
  useActions(actions);
  return (
    <section className="panel first-steps" aria-labelledby={id}>
      <h2 id={id}>{t('steps.title')}</h2>
      <ol>
        <Step number={1} done={hasOrganization} title={t('steps.organization')} text={t('steps.organization-text')}>
          {!hasOrganization && actions.map((action) => <ActionButton key={action.id} action={action} type="primary" />)}
        </Step>
        <Step number={2} done={hasLogin} title={t('steps.login')} text={t('steps.login-text')}>
          <RegisteredActionButton
            id="login-command.create"
            type={hasOrganization && !hasLogin ? 'primary' : 'default'}
          />
        </Step>
        <Step number={3} done={false} title={t('steps.push')} text={t('steps.push-text')}>
          {server.data && (
            <CopyCommand
              label={t('steps.push')}
              commands={pushCommands(server.data, `${organization ?? 'ORGANIZATION'}/IMAGE`)}
            />
          )}
        </Step>
      </ol>
    </section>
  );
}

interface StepProps {
  number: number;
  done: boolean;
  title: string;
  text: string;
  children: ReactNode;
}

function Step({ number, done, title, text, children }: StepProps) {
  const { t } = useTranslation('overview');
  return (
    <li data-done={done}>
      <span className="step-mark" aria-hidden>
        {done ? <CheckOutlined /> : number}
      </span>
      <div className="step-body">
        <h3>
          {title}
          {done && <span className="visually-hidden"> {t('steps.done')}</span>}
        </h3>
        <p>{text}</p>
        {children}
      </div>
    </li>
  );
}
