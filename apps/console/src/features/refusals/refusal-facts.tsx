import type { Refusal } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../lib/format.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { type Fact, FactList } from '../../ui/fact-list.tsx';
import { useRefusalText } from './reason-text.ts';
import { RefusalWhat } from './refusal-what.tsx';
import { useRuleText } from './rule-text.ts';
import '../../ui/panel.css';
import './refusals.css';

/** One refusal: why, what to do, who can help, and all that is known of the request. */
export function RefusalFacts({ refusal }: { refusal: Refusal }) {
  const { t, i18n } = useTranslation('refusals');
  const { cause, remedy } = useRefusalText()(refusal);
  const rule = useRuleText()(refusal.rule);
  const { help, actor } = refusal;
  const names = help.names.join(', ');
  const who = t(`help.${help.who}`, { defaultValue: help.who });
  const time = (text: string) => formatDateTime(text, i18n.language);
  const facts: Fact[] = [
    [t('column.what'), <RefusalWhat key="what" refusal={refusal} />],
    [t('details.cause'), cause],
    [t('details.remedy'), <strong key="remedy">{remedy}</strong>],
    [t('details.who'), names ? `${who}: ${names}` : who],
    [
      t('details.rule'),
      <div key="rule">
        {rule && <div>{rule}</div>}
        <code className="quiet">{refusal.rule}</code>
        <CopyButton text={refusal.rule} name={t('details.rule')} />
      </div>,
    ],
    [t('details.told'), <q key="told">{refusal.message}</q>],
    [t('column.who'), actor ? `${actor.name}${actor.proven ? '' : ` (${t('unproven')})`}` : t('nobody')],
    [t('details.address'), <code key="address">{refusal.address}</code>],
    [t('details.client'), refusal.client || '–'],
    [t('details.code'), `${refusal.status} ${refusal.code}`],
    [t('details.first'), time(refusal.createdAt)],
    ...(refusal.count > 1
      ? ([
          [t('details.last'), time(refusal.lastAt)],
          [t('details.times'), t('count', { count: refusal.count })],
        ] as const)
      : []),
    [
      t('details.id'),
      <span key="id">
        <code>{refusal.id}</code>
        <CopyButton text={refusal.id} name={t('details.id')} />
      </span>,
    ],
  ];
  return <FactList className="fact-rows refusal-facts" facts={facts} />;
}
