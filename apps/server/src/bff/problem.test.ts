import { expect, it } from 'vitest';
import { GateFull } from '../auth/gate.ts';
import { asApiError } from './problem.ts';

it('tells who signs in while too many do when to come again', () => {
  expect(asApiError(new GateFull('full'))).toMatchObject({ code: 'unavailable', headers: { 'Retry-After': '3' } });
});
