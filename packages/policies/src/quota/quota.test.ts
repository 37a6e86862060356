import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideQuota, quotaKinds } from './quota.ts';
import { bytesText, quotaText } from './quota-text.ts';

const kind = fc.constantFrom(...quotaKinds);
const amount = fc.integer({ min: 0, max: 2 ** 40 });

describe('a quota', () => {
  it('is never passed by what it let through, whatever is asked in whatever order', () => {
    fc.assert(
      fc.property(kind, amount, fc.array(fc.integer({ min: 1, max: 2 ** 36 })), (which, limit, requests) => {
        let used = 0;
        for (const wanted of requests) if (decideQuota({ kind: which, limit, used, wanted }).allowed) used += wanted;
        expect(used).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('lets through all that fits, all without a limit, and all that does not grow', () => {
    fc.assert(
      fc.property(kind, amount, amount, amount, (which, limit, used, wanted) => {
        const decision = decideQuota({ kind: which, limit, used, wanted });
        expect(decision.allowed).toBe(wanted === 0 || used + wanted <= limit);
        expect(decideQuota({ kind: which, limit: null, used, wanted }).allowed).toBe(true);
        expect(decideQuota({ kind: which, limit, used, wanted: -wanted }).allowed).toBe(true);
      }),
    );
  });

  it('says how much must go: with that much less, it fits', () => {
    fc.assert(
      fc.property(kind, amount, amount, amount, (which, limit, used, wanted) => {
        const decision = decideQuota({ kind: which, limit, used, wanted });
        fc.pre(!decision.allowed);
        expect(decideQuota({ kind: which, limit, used: used - decision.over, wanted }).allowed).toBe(true);
        expect(decideQuota({ kind: which, limit, used: used - decision.over + 1, wanted }).allowed).toBe(false);
      }),
    );
  });

  it('names what is used, the limit, what frees room and who can raise it', () => {
    for (const which of quotaKinds) {
      const decision = decideQuota({ kind: which, limit: 7, used: 6, wanted: 2 });
      if (decision.allowed) throw new Error('must be refused');
      const { message, remedy, help } = quotaText(decision, 'acme');
      for (const part of ['acme', '6', '7', remedy, help]) expect(message).toContain(part);
      expect(decision.reason).toMatch(/^(organization|repository|tag|byte)-quota$/);
    }
  });

  it.each([
    [0, '0 bytes'],
    [1023, '1023 bytes'],
    [1536, '1.5 KiB'],
    [10 * 1024 ** 3, '10 GiB'],
  ])('writes %d bytes as %s', (bytes, text) => expect(bytesText(bytes)).toBe(text));
});
