import '../features/network/network.css';
import { PlusOutlined } from '@ant-design/icons';
import type { NetworkRule, Result } from '@wharf/api';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../actions/action.ts';
import { ActionButton } from '../actions/action-button.tsx';
import { useActions } from '../actions/registry.ts';
import { CertificatePanel } from '../features/network/certificate-panel.tsx';
import { DefaultRuleDialog } from '../features/network/default-rule-dialog.tsx';
import { DefaultRulePanel } from '../features/network/default-rule-panel.tsx';
import { RemoveRuleDialog } from '../features/network/remove-rule-dialog.tsx';
import { RuleDialog } from '../features/network/rule-dialog.tsx';
import { RulesTable } from '../features/network/rules-table.tsx';
import { YouPanel } from '../features/network/you-panel.tsx';
import { useApiQuery } from '../lib/queries.ts';
import { isSystemAdministrator, useSession } from '../lib/session.ts';
import { useUrlValue } from '../lib/url-state.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote, ErrorState } from '../ui/error-state.tsx';
import { LoadingState } from '../ui/loading-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';

export function NetworkPage() {
  const { t } = useTranslation('network');
  if (isSystemAdministrator(useSession())) return <Networks />;
  return (
    <>
      <PageHeader title={t('title')} />
      <EmptyState title={t('forbidden.title')}>
        <p>{t('forbidden.text')}</p>
      </EmptyState>
    </>
  );
}

function Networks() {
  const { t } = useTranslation('network');
  const answer = useApiQuery('getNetwork');
  const server = useApiQuery('getServer', {}, { staleTime: 60_000 });
  const [dialog, setDialog] = useUrlValue('dialog', '');
  const create = useMemo(
    (): Action => ({
      id: 'network-rule.create',
      label: t('rule.create'),
      section: 'create',
      icon: <PlusOutlined aria-hidden />,
      perform: () => setDialog('create'),
    }),
    [t, setDialog],
  );
  useActions(useMemo(() => [create], [create]));
  const { data, error } = answer;
  return (
    <>
      <PageHeader title={t('title')} actions={<ActionButton action={create} type="primary" />}>
        {t('lead')}
      </PageHeader>
      {!data &&
        (error ? <ErrorState problem={error} onRetry={() => void answer.refetch()} /> : <LoadingState lines={8} />)}
      {data && (
        <div className="panel-stack">
          <ErrorNote problem={error} />
          <YouPanel you={data.you} />
          <Rules network={data} />
          <DefaultRulePanel rule={data.defaultRule} onEdit={() => setDialog('default')} />
          {server.data && <CertificatePanel server={server.data} />}
        </div>
      )}
      {dialog === 'create' && <RuleDialog onClose={() => setDialog('')} />}
      {dialog === 'default' && data && <DefaultRuleDialog rule={data.defaultRule} onClose={() => setDialog('')} />}
    </>
  );
}

function Rules({ network: { rules, you } }: { network: Result<'getNetwork'> }) {
  const { t } = useTranslation('network');
  const [task, setTask] = useState<{ kind: 'edit' | 'remove'; rule: NetworkRule }>();
  const close = () => setTask(undefined);
  return (
    <section className="network-rules">
      <h2>{t('rules')}</h2>
      {rules.length === 0 ? (
        <EmptyState title={t('empty.title')}>
          <p>{t('empty.text')}</p>
        </EmptyState>
      ) : (
        <RulesTable
          rules={rules}
          own={you.door.kind === 'rule' ? you.door.id : undefined}
          onEdit={(rule) => setTask({ kind: 'edit', rule })}
          onRemove={(rule) => setTask({ kind: 'remove', rule })}
        />
      )}
      {task?.kind === 'edit' && <RuleDialog rule={task.rule} onClose={close} />}
      {task?.kind === 'remove' && <RemoveRuleDialog rule={task.rule} onClose={close} />}
    </section>
  );
}
