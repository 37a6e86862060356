export interface BarPart {
  key: string;
  label: string;
  value: number;
}

/** One bar split by share: layers of an image, organizations of the storage. Parts are told apart by their gap. */
export function StackedBar({
  parts,
  summary,
  chosen,
  onChoose,
}: {
  parts: readonly BarPart[];
  summary: string;
  chosen?: string | undefined;
  onChoose?: (key: string | undefined) => void;
}) {
  const whole = parts.reduce((sum, part) => sum + part.value, 0);
  return (
    <div className="stacked-bar" role="img" aria-label={summary} onPointerLeave={() => onChoose?.(undefined)}>
      {parts.map((part, nth) => (
        <span
          key={part.key}
          title={part.label}
          data-shade={nth % 4}
          data-chosen={part.key === chosen}
          style={{ flexGrow: whole > 0 ? Math.max(part.value / whole, 0.004) : 1 }}
          onPointerEnter={() => onChoose?.(part.key)}
        />
      ))}
    </div>
  );
}
