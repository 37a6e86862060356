import type { ReactNode } from 'react';

export type Tone = 'good' | 'bad' | 'warn' | 'quiet' | 'accent';

/** A state in a word; the dot's colour only repeats it. */
export function StatusChip({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className="status-chip" data-tone={tone}>
      {children}
    </span>
  );
}
