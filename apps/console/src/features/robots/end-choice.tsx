import { Input } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoiceBox } from '../../ui/choice-box.tsx';

/** When a robot ends: never, or after the last minute of a day (`2027-01-31`, in the browser's time zone). */
export type End = { kind: 'never' } | { kind: 'after'; day: string };

/** ISO 8601 in UTC; null never ends. */
export function endTime(end: End): string | null {
  if (end.kind === 'never') return null;
  const last = new Date(`${end.day}T00:00:00`);
  last.setDate(last.getDate() + 1);
  return last.toISOString();
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00`));
}

/** The day so many days from now, as a date field writes it. */
export function dayIn(days: number): string {
  const day = new Date();
  day.setDate(day.getDate() + days);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

export function EndChoice({ end, onEnd }: { end: End; onEnd: (end: End) => void }) {
  const { t } = useTranslation('robots');
  const id = useId();
  return (
    <fieldset className="end-choice">
      <legend>{t('end.label')}</legend>
      <ChoiceBox
        label={t('end.label')}
        value={end.kind}
        choices={[
          { value: 'never', label: t('no-end') },
          { value: 'after', label: t('end.after') },
        ]}
        onChange={(kind) => onEnd(kind === 'never' ? { kind } : { kind, day: dayIn(90) })}
      />
      {end.kind === 'after' && (
        <Input
          id={id}
          type="date"
          aria-label={t('end.day')}
          min={dayIn(0)}
          value={end.day}
          onChange={(event) => onEnd({ kind: 'after', day: event.target.value })}
        />
      )}
    </fieldset>
  );
}
