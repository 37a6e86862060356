import { FilterOutlined } from '@ant-design/icons';
import type { AuditEvent } from '@wharf/api';
import { Button, Drawer } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../lib/format.ts';
import { type Fact, FactList } from '../../ui/fact-list.tsx';
import type { EventFilters, TypedFilter } from './event-filters.ts';
import { eventSentence } from './event-sentence.ts';

/** All that is known of one event; each value can narrow the list to what shares it. */
export function EventDetails({
  event,
  filters,
  offered,
  onClose,
}: {
  event: AuditEvent;
  filters: EventFilters;
  offered: readonly TypedFilter[];
  onClose: () => void;
}) {
  const { t, i18n } = useTranslation('audit');
  const narrowing = (name: TypedFilter, value: string | null, shown?: ReactNode): Fact[] =>
    value
      ? [
          [
            t(`filter.${name}`),
            <span key={name} className="event-fact">
              {shown ?? value}
              {offered.includes(name) && filters.values[name] !== value && (
                <Button
                  size="small"
                  type="text"
                  icon={<FilterOutlined aria-hidden />}
                  aria-label={t('only', { what: t(`filter.${name}`), value })}
                  title={t('only', { what: t(`filter.${name}`), value })}
                  onClick={() => filters.set(name, value)}
                />
              )}
            </span>,
          ],
        ]
      : [];
  const { credential } = event;
  const kind = credential && t(`credential.${credential.kind}`, { defaultValue: credential.kind });
  const facts: Fact[] = [
    [t('column.at'), formatDateTime(event.at, i18n.language)],
    [t('filter.result'), t(`result.${event.result}`)],
    ...narrowing('author', event.author),
    ...narrowing('address', event.address),
    ...narrowing('credential', credential?.name ?? null, credential && `${kind} ${credential.name}`),
    ...narrowing('organization', event.organization),
    ...narrowing('repository', event.repository),
    ...narrowing('account', event.account),
    [t('details.type'), <code key="type">{event.type}</code>],
    ...(event.trace ? [[t('details.trace'), <code key="trace">{event.trace}</code>] as const] : []),
    ...(event.requestId ? [[t('details.request'), <code key="request">{event.requestId}</code>] as const] : []),
    [t('details.id'), <code key="id">{event.id}</code>],
  ];
  return (
    <Drawer open size={520} title={eventSentence(t, event)} onClose={onClose} className="event-details">
      <FactList className="event-facts" facts={facts} />
      <h3>{t('details.payload')}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long facts are scrolled by keyboard, too. */}
      <pre className="event-payload" tabIndex={0}>
        {JSON.stringify(event.payload, null, 2)}
      </pre>
    </Drawer>
  );
}
