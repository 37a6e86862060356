import { useEffect, useState } from 'react';
import type { ApiProblem } from '../../lib/api-client.ts';

/** The seconds until another attempt is heard, by the problem's `detail.seconds`; 0 when nothing has to be waited for. */
export function useSecondsLeft(problem: ApiProblem | undefined): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const seconds = problem ? Number(problem.detail.seconds ?? 0) : 0;
    const end = Date.now() + seconds * 1000;
    const tick = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    tick();
    if (seconds === 0) return;
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [problem]);
  return left;
}
