import { eventTypes } from '@wharf/api/event-types';
import { Button, Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoiceBox } from '../../ui/choice-box.tsx';
import { type EventFilters, type Period, periods, type TypedFilter } from './event-filters.ts';
import './audit.css';

/** Narrows the record. @param offered which of the typed filters make sense here */
export function FilterBar({
  filters,
  offered,
  children,
}: {
  filters: EventFilters;
  offered: readonly TypedFilter[];
  /** At the end of its first line. */
  children: ReactNode;
}) {
  const { t, i18n } = useTranslation('audit');
  const { values, period, set } = filters;
  const [wanted, setWanted] = useState(false);
  const open = wanted || offered.some((name) => values[name] !== '');
  const types = Object.keys(eventTypes)
    .map((value) => ({ value, label: t(`type.${value}`) }))
    .sort((a, b) => a.label.localeCompare(b.label, i18n.language));
  const id = useId();
  return (
    <search className="event-filters">
      <div className="toolbar">
        <ChoiceBox
          label={t('filter.period')}
          value={period}
          choices={(Object.keys(periods) as Period[]).map((value) => ({ value, label: t(`period.${value}`) }))}
          onChange={(value) => set('period', value === 'week' ? '' : value)}
        />
        <ChoiceBox
          label={t('filter.type')}
          value={values.type}
          choices={[{ value: '', label: t('filter.any-type') }, ...types]}
          onChange={(value) => set('type', value)}
        />
        <ChoiceBox
          label={t('filter.result')}
          value={values.result}
          choices={[
            { value: '', label: t('filter.any-result') },
            { value: 'done', label: t('result.done') },
            { value: 'refused', label: t('result.refused') },
          ]}
          onChange={(value) => set('result', value)}
        />
        <Button aria-expanded={open} aria-controls={id} onClick={() => setWanted(!open)}>
          {t('filter.more')}
        </Button>
        <div className="event-exports">{children}</div>
      </div>
      {period === 'custom' && (
        <div className="toolbar">
          {(['from', 'to'] as const).map((name) => (
            <span key={name} className="event-filter">
              <label htmlFor={`${id}-${name}`}>{t(`filter.${name}`)}</label>
              <Input
                id={`${id}-${name}`}
                type="datetime-local"
                value={values[name]}
                onChange={(event) => set(name, event.target.value)}
              />
            </span>
          ))}
        </div>
      )}
      <div id={id} className="event-filters-typed" hidden={!open}>
        {offered.map((name) => (
          <TypedBox key={name} name={name} value={values[name]} onChange={(value) => set(name, value)} />
        ))}
      </div>
    </search>
  );
}

/** Asks when Enter is pressed or the box is left: each letter would be a look through the record. */
function TypedBox({ name, value, onChange }: { name: TypedFilter; value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('audit');
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    setText(value);
  }
  const id = useId();
  const commit = () => text.trim() !== value && onChange(text.trim());
  return (
    <div className="event-filter">
      <label htmlFor={id}>{t(`filter.${name}`)}</label>
      <Input
        id={id}
        value={text}
        placeholder={t(`filter-example.${name}`)}
        allowClear
        maxLength={300}
        onChange={(event) => {
          setText(event.target.value);
          if (event.target.value === '' && value !== '') onChange('');
        }}
        onBlur={commit}
        onPressEnter={commit}
      />
    </div>
  );
}
