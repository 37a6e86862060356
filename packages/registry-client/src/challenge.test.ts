import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChallenges } from './challenge.ts';

describe('parseChallenges', () => {
  it('reads the challenge of a registry', () => {
    const header = 'Bearer realm="https://auth.example.com/token",service="registry",scope="repository:a/b:pull,push"';
    expect(parseChallenges(header)).toEqual([
      {
        scheme: 'bearer',
        parameters: {
          realm: 'https://auth.example.com/token',
          service: 'registry',
          scope: 'repository:a/b:pull,push',
        },
      },
    ]);
  });

  it('reads several challenges, tokens without quotes, and odd spaces', () => {
    expect(parseChallenges('Basic realm = "a \\"b\\"" ,  Bearer Realm=x , error="invalid_token",Negotiate')).toEqual([
      { scheme: 'basic', parameters: { realm: 'a "b"' } },
      { scheme: 'bearer', parameters: { realm: 'x', error: 'invalid_token' } },
      { scheme: 'negotiate', parameters: {} },
    ]);
  });

  it.each(['', ',', '=', '"', 'Bearer realm="open', 'Bearer realm=', 'Bearer ,,, =x', 'é'])('ends on %j', (header) => {
    for (const { scheme } of parseChallenges(header)) expect(scheme).toBe('bearer');
  });

  it('reads back any quoted value and ends on any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (value, noise) => {
        const quoted = value.replace(/["\\]/g, '\\$&').replace(/[\r\n\u2028\u2029]/g, ' ');
        const [first] = parseChallenges(`Bearer realm="${quoted}"`);
        expect(first?.parameters.realm).toBe(value.replace(/[\r\n\u2028\u2029]/g, ' '));
        expect(Array.isArray(parseChallenges(noise))).toBe(true);
      }),
    );
  });
});
