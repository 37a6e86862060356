import { Input } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { lastDay } from './last-day.ts';

/** How long a share holds; `day` is the last one, in the browser's calendar, and null for ever. */
export function EndChoice({
  day,
  wrong,
  onDay,
}: {
  day: string | null;
  /** What is wrong with the day. */
  wrong: string | undefined;
  onDay: (day: string | null) => void;
}) {
  const { t } = useTranslation('shares');
  const id = useId();
  return (
    <fieldset className="share-end">
      <legend>{t('form.end')}</legend>
      <label>
        <input type="radio" name={id} checked={day === null} onChange={() => onDay(null)} />
        {t('for-ever')}
      </label>
      <label>
        <input type="radio" name={id} checked={day !== null} onChange={() => onDay(inDays(30))} />
        {t('form.until')}
      </label>
      {day !== null && (
        <>
          <Input
            type="date"
            aria-label={t('form.last-day')}
            aria-describedby={`${id}-rule ${id}-wrong`}
            aria-invalid={wrong !== undefined}
            min={lastDay(new Date())}
            max="9998-12-31"
            value={day}
            onChange={(event) => onDay(event.target.value)}
          />
          <p id={`${id}-rule`} className="field-rule">
            {t('form.day-rule')}
          </p>
        </>
      )}
      <p id={`${id}-wrong`} className="field-wrong" role="alert">
        {wrong}
      </p>
    </fieldset>
  );
}

function inDays(count: number): string {
  const now = new Date();
  return lastDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() + count, 12));
}
