import type { Result } from '@wharf/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, call } from '../../lib/api-client.ts';
import { type Fact, FactList } from '../../ui/fact-list.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { CheckForm } from './check-form.tsx';
import { clockSkew } from './clock-skew.ts';

/** How the server sees this browser, and how far their clocks are apart. */
export function ConnectionCheck() {
  const { t } = useTranslation('troubleshooting');
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [found, setFound] = useState<{ seen: Result<'getConnection'>; skewSeconds: number }>();
  async function ask() {
    setPending(true);
    setProblem(null);
    const sentAt = Date.now();
    try {
      const seen = await call('getConnection');
      setFound({ seen, skewSeconds: clockSkew(sentAt, Date.now(), Date.parse(seen.time)) });
    } catch (error) {
      if (error instanceof ApiProblem) setProblem(error);
      else throw error;
    } finally {
      setPending(false);
    }
  }
  return (
    <CheckForm
      title={t('connection.title')}
      lead={t('connection.lead')}
      pending={pending}
      problem={problem}
      onAsk={() => void ask()}
      answer={found && <Answer {...found} />}
    />
  );
}

/** Tokens live for minutes: a minute apart is where clients begin to fail. */
const toleratedSeconds = 30;

function Answer({ seen, skewSeconds }: { seen: Result<'getConnection'>; skewSeconds: number }) {
  const { t } = useTranslation('troubleshooting');
  const apart = Math.abs(skewSeconds);
  const door = seen.door;
  const kind = door?.kind ?? 'machine';
  const facts: Fact[] = [
    [t('connection.address'), <code key="address">{seen.address}</code>],
    [t('connection.rule'), door?.kind === 'rule' ? `${door.name} (${door.range})` : t(`connection.door.${kind}`)],
    [t('connection.proxy'), t(seen.forwarded ? 'yes' : 'no')],
    [t('connection.origin'), <code key="origin">{seen.origin}</code>],
    [
      t('connection.clock'),
      <StatusChip key="clock" tone={apart <= toleratedSeconds ? 'good' : 'bad'}>
        {apart === 0
          ? t('connection.same-time')
          : t(skewSeconds > 0 ? 'connection.ahead' : 'connection.behind', { count: apart })}
      </StatusChip>,
    ],
  ];
  return <FactList className="fact-rows trouble-facts" facts={facts} />;
}
