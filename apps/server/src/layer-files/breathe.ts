import { setImmediate } from 'node:timers/promises';

/** Lets requests that came meanwhile be answered, in the midst of long work. */
export async function breathe(): Promise<void> {
  await setImmediate();
}
