import fc from 'fast-check';
import { expect, it } from 'vitest';
import { roles } from './actor.ts';
import { eventSightOf } from './event-sight.ts';

const user = fc.record({
  kind: fc.constant('user' as const),
  id: fc.uuid(),
  name: fc.string(),
  accountId: fc.uuid(),
  role: fc.constantFrom(...roles),
});

it('shows nobody events of an account that he does not administer', () => {
  fc.assert(
    fc.property(user, (actor) => {
      const sight = eventSightOf(actor);
      expect(sight.kind === 'all').toBe(actor.role === 'system-administrator');
      if (sight.kind === 'account') {
        expect([actor.role, sight.accountId]).toEqual(['account-administrator', actor.accountId]);
      }
    }),
  );
  expect(eventSightOf({ kind: 'anonymous' })).toEqual({ kind: 'managed' });
});
