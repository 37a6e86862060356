import { SwapOutlined } from '@ant-design/icons';
import { parseImageAddress } from '@wharf/api/image-address';
import { Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

export interface Sides {
  left: string;
  right: string;
}

/** Two images by their addresses. */
export function SidesForm({ sides, onChange }: { sides: Sides; onChange: (sides: Sides) => void }) {
  const { t } = useTranslation('comparisons');
  const [typed, setTyped] = useState(sides);
  const [seen, setSeen] = useState(sides);
  const [tried, setTried] = useState(false);
  // A link, a platform that was chosen, the browser's Back.
  if (seen.left !== sides.left || seen.right !== sides.right) {
    setSeen(sides);
    setTyped(sides);
  }
  const wrong = (side: keyof Sides) => tried && parseImageAddress(typed[side].trim()) === undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const asked = { left: typed.left.trim(), right: typed.right.trim() };
    if (parseImageAddress(asked.left) && parseImageAddress(asked.right)) onChange(asked);
  };
  return (
    <form className="compare-form" onSubmit={submit}>
      <AddressField
        label={t('left')}
        value={typed.left}
        wrong={wrong('left')}
        onChange={(left) => setTyped({ ...typed, left })}
      />
      <Button
        className="compare-swap"
        icon={<SwapOutlined aria-hidden />}
        aria-label={t('swap')}
        title={t('swap')}
        disabled={sides.left === '' || sides.right === ''}
        onClick={() => onChange({ left: sides.right, right: sides.left })}
      />
      <AddressField
        label={t('right')}
        value={typed.right}
        wrong={wrong('right')}
        onChange={(right) => setTyped({ ...typed, right })}
      />
      <Button type="primary" htmlType="submit">
        {t('compare')}
      </Button>
    </form>
  );
}

function AddressField({
  label,
  value,
  wrong,
  onChange,
}: {
  label: string;
  value: string;
  wrong: boolean;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation('comparisons');
  const id = useId();
  return (
    <div className="compare-field">
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        value={value}
        spellCheck={false}
        autoComplete="off"
        placeholder={t('address-example')}
        {...(wrong && { status: 'error' as const })}
        aria-invalid={wrong}
        aria-describedby={wrong ? `${id}-wrong` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {wrong && (
        <p id={`${id}-wrong`} className="field-error">
          {t('address-wrong')}
        </p>
      )}
    </div>
  );
}
