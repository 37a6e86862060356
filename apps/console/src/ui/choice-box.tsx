import { DownOutlined } from '@ant-design/icons';
import './choice-box.css';

export interface Choice<V extends string> {
  value: V;
  label: string;
}

/** A native select in the console's dress: light enough for every row of a list, and the platform's own picker on a phone. */
export function ChoiceBox<V extends string>({
  label,
  value,
  choices,
  disabled = false,
  onChange,
}: {
  label: string;
  value: V;
  choices: readonly Choice<V>[];
  disabled?: boolean;
  onChange: (value: V) => void;
}) {
  return (
    <span className="choice-box">
      <select
        aria-label={label}
        title={label}
        value={value}
        disabled={disabled}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      <DownOutlined aria-hidden />
    </span>
  );
}
