/** How long the rest takes at this rate, roughly; undefined while nobody can say. */
export function timeLeft(
  bytes: number,
  rate: number,
): { unit: 'seconds' | 'minutes' | 'hours'; count: number } | undefined {
  if (rate <= 0 || bytes <= 0) return undefined;
  const seconds = bytes / rate;
  if (seconds < 90) return { unit: 'seconds', count: Math.max(1, Math.round(seconds)) };
  if (seconds < 5400) return { unit: 'minutes', count: Math.round(seconds / 60) };
  return { unit: 'hours', count: Math.round(seconds / 3600) };
}
