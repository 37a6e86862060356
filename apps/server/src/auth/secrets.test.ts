import { expect, it } from 'vitest';
import { newSecret } from './secrets.ts';

it('makes no secret that a command line would take for an option', () => {
  const drawn = [Buffer.alloc(24, 0xfb), Buffer.alloc(24, 0xf8), Buffer.alloc(24, 1)];
  expect(drawn.map((bytes) => bytes.toString('base64url').charAt(0))).toEqual(['-', '-', 'A']);
  expect(newSecret(() => drawn.shift() ?? Buffer.alloc(24, 2))).toBe(Buffer.alloc(24, 1).toString('base64url'));
  expect(newSecret()).toMatch(/^\w[\w-]{31}$/);
});
