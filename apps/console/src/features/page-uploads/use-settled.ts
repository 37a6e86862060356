import { useEffect, useState } from 'react';

const pauseMs = 300;

/** The value once it has not changed for a moment: nobody asks at each key. */
export function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
