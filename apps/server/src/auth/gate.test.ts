import { expect, it } from 'vitest';
import { createGate, GateFull } from './gate.ts';

it('runs no more than the limit at a time, in order, and survives failures', async () => {
  const gate = createGate(2, 9);
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const work = (number: number) =>
    gate(async () => {
      order.push(number);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      if (number === 1) throw new Error('one failed');
      return number;
    });
  const results = await Promise.allSettled([0, 1, 2, 3, 4, 5].map(work));
  expect(most).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4, 5]);
  expect(results.map((result) => result.status).filter((status) => status === 'rejected')).toHaveLength(1);
  expect(await gate(async () => 'free again')).toBe('free again');
});

it('refuses at once when the queue is full', async () => {
  const gate = createGate(1, 1);
  let finish = () => {};
  const first = gate(() => new Promise<void>((resolve) => (finish = resolve)));
  const second = gate(async () => 'second');
  await expect(gate(async () => 'third')).rejects.toThrow(GateFull);
  finish();
  await first;
  expect(await second).toBe('second');
});
