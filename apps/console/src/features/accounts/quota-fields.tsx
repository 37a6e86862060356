import './accounts.css';
import type { Quotas } from '@wharf/api';
import { InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckBox } from '../../ui/check-box.tsx';
import { ChoiceBox } from '../../ui/choice-box.tsx';

const kinds = ['organizations', 'repositories', 'tags', 'bytes'] as const;
const units = { MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const;
type Unit = keyof typeof units;

/** A limit for each quota, or none. */
export function QuotaFields({ value, onChange }: { value: Quotas; onChange: (value: Quotas) => void }) {
  const { t } = useTranslation('accounts');
  return (
    <fieldset className="quota-fields">
      <legend>{t('quotas.legend')}</legend>
      {kinds.map((kind) => (
        <QuotaField
          key={kind}
          kind={kind}
          value={value[kind]}
          onChange={(limit) => onChange({ ...value, [kind]: limit })}
        />
      ))}
    </fieldset>
  );
}

function QuotaField(props: {
  kind: (typeof kinds)[number];
  value: number | null;
  onChange: (value: number | null) => void;
}) {
  const { kind, value, onChange } = props;
  const { t } = useTranslation('accounts');
  const [unit, setUnit] = useState<Unit>(() => fittingUnit(value));
  // What stood there before the box was ticked comes back with it.
  const [before, setBefore] = useState(value ?? (kind === 'bytes' ? 10 * units.GiB : kind === 'tags' ? 100 : 5));
  const factor = kind === 'bytes' ? units[unit] : 1;
  const label = t(`quotas.${kind}`);
  const set = (limit: number | null) => {
    if (limit !== null) setBefore(limit);
    onChange(limit);
  };
  return (
    <div className="quota-row">
      <span>{label}</span>
      <InputNumber<number>
        aria-label={label}
        min={0}
        precision={kind === 'bytes' ? 1 : 0}
        disabled={value === null}
        value={value === null ? null : value / factor}
        onChange={(amount) => set(Math.round((amount ?? 0) * factor))}
      />
      {kind === 'bytes' ? (
        <ChoiceBox<Unit>
          label={t('quotas.unit')}
          disabled={value === null}
          value={unit}
          onChange={(next) => {
            setUnit(next);
            if (value !== null) set(Math.round((value / factor) * units[next]));
          }}
          choices={(Object.keys(units) as Unit[]).map((name) => ({ value: name, label: name }))}
        />
      ) : (
        <span />
      )}
      <CheckBox
        label={t('quotas.unlimited-of', { quota: label })}
        checked={value === null}
        onChange={(checked) => set(checked ? null : before)}
      >
        {t('quotas.unlimited')}
      </CheckBox>
    </div>
  );
}

function fittingUnit(bytes: number | null): Unit {
  if (bytes === null) return 'GiB';
  if (bytes >= units.TiB && bytes % units.TiB === 0) return 'TiB';
  return bytes < units.GiB ? 'MiB' : 'GiB';
}
