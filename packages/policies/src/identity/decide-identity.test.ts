import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Role, roles } from '../access/actor.ts';
import type { Level } from '../access/level.ts';
import { decideIdentity } from './decide-identity.ts';
import type { IdentityPolicy, IdentityRule, OutsideIdentity } from './identity.ts';
import { userNameOf } from './user-name.ts';

const word = fc.constantFrom('red', 'green', 'blue');
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const levels: Level[] = ['read', 'edit', 'manage'];
const level = fc.constantFrom(...levels);
const rule: fc.Arbitrary<IdentityRule> = fc.record({
  group: fc.oneof(word, fc.constant('*')),
  account: maybe(word),
  role: maybe(fc.constantFrom(...roles)),
  grants: maybe(fc.array(fc.record({ organization: word, level }), { maxLength: 3 })),
});
const policy: fc.Arbitrary<IdentityPolicy> = fc.record({
  rules: fc.array(rule, { maxLength: 6 }),
  account: maybe(word),
});
const identity: fc.Arbitrary<OutsideIdentity> = fc.record({
  name: fc.constant('ann'),
  account: maybe(word),
  groups: fc.array(word, { maxLength: 3 }),
});
const ann = (groups: string[] = [], account?: string): OutsideIdentity => ({ name: 'ann', account, groups });

describe('an outside identity', () => {
  it('gets no right that some rule does not give to one of its groups, in the account where it is', () => {
    fc.assert(
      fc.property(identity, policy, (who, how) => {
        const decision = decideIdentity(who, how);
        if (!decision.allowed) return;
        const given = (fits: (rule: IdentityRule) => boolean) =>
          how.rules.some(
            (each) =>
              (each.group === '*' || who.groups.includes(each.group)) &&
              (each.account === undefined || each.account === decision.account) &&
              fits(each),
          );
        if (decision.role !== undefined && decision.role !== 'member') {
          expect(given((each) => each.role === decision.role)).toBe(true);
        }
        for (const grant of decision.grants) {
          const same = (each: IdentityRule) =>
            each.grants?.some((one) => one.organization === grant.organization && one.level === grant.level) === true;
          expect(given(same)).toBe(true);
        }
        expect(new Set(decision.grants.map(({ organization }) => organization)).size).toBe(decision.grants.length);
      }),
    );
  });

  it('never has less by a further group, where no rule moves it to another account', () => {
    const still = policy.map((each) => ({
      account: 'red',
      rules: each.rules.map((one) => ({ ...one, account: undefined })),
    }));
    fc.assert(
      fc.property(identity, word, still, (who, group, how) => {
        const less = decideIdentity({ ...who, account: undefined }, how);
        const more = decideIdentity({ ...who, account: undefined, groups: [...who.groups, group] }, how);
        if (!less.allowed || !more.allowed) throw new Error('everybody has an account here');
        const rank = (role: Role | undefined) => (role === undefined ? -1 : roles.indexOf(role));
        expect(rank(more.role)).toBeGreaterThanOrEqual(rank(less.role));
        for (const grant of less.grants) {
          const after = more.grants.find(({ organization }) => organization === grant.organization)?.level;
          expect(levels.indexOf(after as Level)).toBeGreaterThanOrEqual(levels.indexOf(grant.level));
        }
      }),
    );
  });

  it('is decided the same whatever the order of its groups', () => {
    fc.assert(
      fc.property(identity, policy, (who, how) => {
        const turned = { ...who, groups: [...who.groups].reverse() };
        expect(decideIdentity(turned, how)).toEqual(decideIdentity(who, how));
      }),
    );
  });

  it('has the claimed account, else the first rule’s, else the policy’s, else none', () => {
    const rules = [
      { group: 'red', account: 'first' },
      { group: '*', account: 'second' },
    ];
    const account = (who: OutsideIdentity, how: IdentityPolicy) => {
      const decision = decideIdentity(who, how);
      return decision.allowed ? decision.account : decision.reason;
    };
    expect(account(ann(['red'], 'claimed'), { rules, account: 'rest' })).toBe('claimed');
    expect(account(ann(['red']), { rules, account: 'rest' })).toBe('first');
    expect(account(ann(), { rules, account: 'rest' })).toBe('second');
    expect(account(ann(), { rules: rules.slice(0, 1), account: 'rest' })).toBe('rest');
    expect(account(ann(), { rules: rules.slice(0, 1), account: undefined })).toBe('no-account');
  });

  it('keeps a role that was given by hand as long as no rule names one', () => {
    const byHand = {
      account: 'a',
      rules: [{ group: '*', grants: [{ organization: 'acme', level: 'read' as const }] }],
    };
    expect(decideIdentity(ann(), byHand)).toMatchObject({ role: undefined });
    const byRule = { account: 'a', rules: [{ group: 'admins', role: 'account-administrator' as const }] };
    expect(decideIdentity(ann(), byRule)).toMatchObject({ role: 'member' });
    expect(decideIdentity(ann(['admins']), byRule)).toMatchObject({ role: 'account-administrator' });
  });
});

describe('a user name', () => {
  it.each([
    ['ann', 'ann'],
    ['Ann.Lee', 'ann.lee'],
    ['ann@example.com', 'ann'],
    ['Ann Lee', undefined],
    ['', undefined],
    ['@example.com', undefined],
    ['a@b@c', undefined],
    ['tmp-abc', undefined],
    ['acme+ci', undefined],
    ['李', undefined],
    ['x'.repeat(65), undefined],
  ])('of %j is %j', (given, name) => expect(userNameOf(given)).toBe(name));
});
