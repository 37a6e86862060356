import { useId, useState } from 'react';
import { gridStep } from './grid-step.ts';
import { useWidth } from './use-width.ts';

export interface BarSeries {
  name: string;
  /** `pulled` and `pushed` name the colours of theme.ts. */
  colour: 'pulled' | 'pushed';
  values: readonly number[];
}

interface BarChartProps {
  /** The picture in a sentence, for those who do not see it. */
  summary: string;
  labels: readonly string[];
  series: readonly BarSeries[];
  format: (value: number) => string;
  height?: number;
}

const foot = 22;
const head = 8;
const side = 60;
const labelRoom = 80;

/** Bars side by side for each label; the figures of the one under the pointer stand in the legend. */
export function BarChart({ summary, labels, series, format, height = 200 }: BarChartProps) {
  const id = useId();
  const [at, setAt] = useState<number>();
  const [frame, width] = useWidth(640);
  const highest = Math.max(...series.flatMap((one) => one.values), 0);
  const step = gridStep(highest);
  const top = Math.max(step, Math.ceil(highest / step) * step);
  const floor = height - foot;
  const y = (value: number) => floor - (value / top) * (floor - head);
  const slot = (width - side) / Math.max(labels.length, 1);
  const bar = Math.max(Math.min((slot * 0.72) / series.length, 14), 2);
  const every = Math.max(1, Math.ceil(labels.length / Math.floor((width - side) / labelRoom)));
  const lines = Array.from({ length: Math.round(top / step) + 1 }, (_, line) => line * step);
  return (
    <figure className="chart" ref={frame}>
      <figcaption className="chart-legend">
        {series.map((one) => (
          <span key={one.name} className="legend" data-colour={one.colour}>
            {one.name}
            {at !== undefined && <strong>{format(one.values[at] ?? 0)}</strong>}
          </span>
        ))}
        {at !== undefined && <span className="legend-label">{labels[at]}</span>}
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        height={height}
        role="img"
        aria-labelledby={id}
        onPointerLeave={() => setAt(undefined)}
      >
        <title id={id}>{summary}</title>
        {lines.map((value) => (
          <g key={value}>
            <line className="chart-grid" x1={side} x2={width} y1={y(value)} y2={y(value)} />
            <text className="chart-text" x={side - 8} y={y(value) + 4} textAnchor="end">
              {format(value)}
            </text>
          </g>
        ))}
        {labels.map((label, index) => (
          <g key={label} onPointerEnter={() => setAt(index)}>
            <rect
              className="chart-slot"
              data-at={index === at}
              x={side + slot * index}
              y={0}
              width={slot}
              height={floor}
            />
            {series.map((one, nth) => {
              const value = one.values[index] ?? 0;
              // Little is still more than nothing.
              const tall = value > 0 ? Math.max(floor - y(value), 1.5) : 0;
              const left = side + slot * (index + 0.5) + (nth - series.length / 2) * bar;
              return (
                <rect
                  key={one.name}
                  className="chart-bar"
                  data-colour={one.colour}
                  x={left + 0.5}
                  y={floor - tall}
                  width={bar - 1}
                  height={tall}
                  rx={Math.min(2, bar / 3)}
                />
              );
            })}
            {index % every === 0 && (
              <text className="chart-text" x={side + slot * index} y={height - 5}>
                {label}
              </text>
            )}
          </g>
        ))}
      </svg>
    </figure>
  );
}
