import { describe, expect, it } from 'vitest';
import { createRecentRefusals } from './recent.ts';
import { newRefusalId } from './refusal-id.ts';
import type { Refused } from './refused.ts';

const refused: Refused = {
  reason: 'level-too-low',
  message: 'to push to acme/web you need edit',
  detail: {},
  status: 403,
  code: 'DENIED',
  actorId: 'u1',
  address: '192.0.2.7',
  method: 'POST',
  operation: 'push',
  repository: 'acme/web',
  reference: undefined,
  client: 'docker/27',
};

describe('recent refusals', () => {
  it('count repeats under one id, before and after they are written', () => {
    const recent = createRecentRefusals();
    const ids = [recent.add(refused, 1000), recent.add(refused, 2000)];
    expect(ids[0]).toBe(ids[1]);
    expect(recent.take().refusals).toMatchObject([{ id: ids[0], count: 2, createdAt: 1000, lastAt: 2000 }]);
    expect(recent.take().refusals).toEqual([]);
    expect(recent.add(refused, 3000)).toBe(ids[0]);
    expect(recent.take().refusals).toMatchObject([{ id: ids[0], count: 1, lastAt: 3000 }]);
    expect(recent.add(refused, 700_000)).not.toBe(ids[0]);
  });

  it('keep apart who, from where, what and why', () => {
    const recent = createRecentRefusals();
    const others: Partial<Refused>[] = [
      {},
      { actorId: 'u2' },
      { actorId: undefined, login: 'ann' },
      { address: '192.0.2.8' },
      { repository: 'acme/db' },
      { reference: 'v1' },
      { operation: 'pull' },
      { reason: 'not-a-member' },
    ];
    const ids = others.map((other) => recent.add({ ...refused, ...other }, 0));
    expect(new Set(ids).size).toBe(others.length);
  });

  it('become one row for each reason when a sender makes up names', () => {
    const recent = createRecentRefusals();
    for (let n = 0; n < 5000; n += 1) recent.add({ ...refused, repository: `acme/made-up-${n}` }, n);
    const { refusals, dropped } = recent.take();
    expect([refusals.length, dropped]).toEqual([51, 0]);
    expect(refusals.reduce((sum, { count }) => sum + count, 0)).toBe(5000);
    expect(refusals.at(-1)).toMatchObject({ count: 4950, refused: { repository: undefined, detail: {} } });
    expect(JSON.stringify(refusals.at(-1))).not.toContain('made-up');
  });

  it('are dropped and counted when many senders fill the room between two writes', () => {
    const recent = createRecentRefusals();
    const ids = Array.from({ length: 3000 }, (_, n) =>
      recent.add({ ...refused, address: `10.0.${n >> 8}.${n & 255}` }, n),
    );
    expect(ids.at(-1)).toBeUndefined();
    const { refusals, dropped } = recent.take();
    expect([refusals.length, dropped]).toEqual([2000, 1000]);
    expect(recent.add({ ...refused, address: '192.0.2.9' }, 3001)).toBeDefined();
  });

  it('have ids that can be read out', () => {
    expect(newRefusalId()).toMatch(/^R(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
  });
});
