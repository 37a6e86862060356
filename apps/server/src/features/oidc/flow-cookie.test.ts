import { expect, it } from 'vitest';
import { flowCookie, readFlowCookie } from './flow-cookie.ts';

const word = 'a word that is long enough';
const http = { url: 'http://registry.lan', host: 'registry.lan' };
const flow = { state: word, nonce: word, verifier: word };

it.each([
  ['/images?q=web', '/images?q=web'],
  ['https://elsewhere.example/', '/overview'],
  ['//elsewhere.example/', '/overview'],
])('reads a sign-in under way, and the way back %s as %s: the cookie may be planted', (asked, path) => {
  const [cookie = ''] = flowCookie(http, { ...flow, returnPath: asked }).split(';');
  expect(readFlowCookie(http, cookie)).toEqual({ ...flow, returnPath: path });
  expect(readFlowCookie({ ...http, url: 'https://registry.lan' }, cookie)).toBeUndefined();
});
