import './job.css';

/** How much of a known whole is done; without a whole, that something is under way. */
export function ProgressBar({ label, done, total }: { label: string; done: number; total: number | null }) {
  return total === null ? (
    <progress className="progress-bar" aria-label={label} />
  ) : (
    <progress className="progress-bar" aria-label={label} value={Math.min(done, total)} max={Math.max(total, 1)} />
  );
}
