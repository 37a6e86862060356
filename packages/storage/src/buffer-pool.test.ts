import { expect, it } from 'vitest';
import { BufferPool } from './buffer-pool.ts';

it('lends at most its limit and lends again what came back', () => {
  const pool = new BufferPool(16, 2);
  const one = pool.take();
  const two = pool.take();
  expect(one?.length).toBe(16);
  expect(one).not.toBe(two);
  expect(pool.take()).toBeUndefined();
  if (one) pool.give(one);
  expect(pool.take()).toBe(one);
  expect(pool.take()).toBeUndefined();
});

it('never lends one buffer to two, though it be given back twice or be a stranger', () => {
  const pool = new BufferPool(16, 3);
  const one = pool.take();
  if (one) pool.give(one);
  if (one) pool.give(one);
  pool.give(Buffer.alloc(16));
  const lent = [pool.take(), pool.take(), pool.take()];
  expect(new Set(lent).size).toBe(3);
  expect(pool.take()).toBeUndefined();
});
