import { Input, type InputRef } from 'antd';
import { type Ref, useId } from 'react';

export function TargetField({
  inputRef,
  label,
  value,
  wrong,
  onChange,
}: {
  inputRef?: Ref<InputRef>;
  label: string;
  value: string;
  wrong: string | undefined;
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <Input
        {...(inputRef && { ref: inputRef })}
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value.trim())}
        {...(wrong ? { status: 'error' as const } : {})}
        aria-invalid={Boolean(wrong)}
        aria-describedby={`${id}-wrong`}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <p id={`${id}-wrong`} className="retag-wrong" role="alert">
        {wrong}
      </p>
    </div>
  );
}
