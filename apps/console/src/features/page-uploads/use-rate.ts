import { useEffect, useRef, useState } from 'react';
import { Rate } from './transfer/totals.ts';

const sampleMs = 1000;

/** Bytes a second over the last seconds; 0 while nothing moves. */
export function useRate(bytes: number, moving: boolean): number {
  const latest = useRef(bytes);
  const [value, setValue] = useState(0);
  useEffect(() => {
    latest.current = bytes;
  }, [bytes]);
  useEffect(() => {
    if (!moving) {
      setValue(0);
      return;
    }
    const rate = new Rate();
    const sample = () => {
      rate.add(latest.current, performance.now());
      setValue(rate.value);
    };
    sample();
    const timer = setInterval(sample, sampleMs);
    return () => clearInterval(timer);
  }, [moving]);
  return value;
}
