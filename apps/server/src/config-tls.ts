import { z } from 'zod';
import { commaList, integer, option, text } from './config-values.ts';

/** Options of https. */
export const tlsOptions = {
  tls: option(
    {
      env: 'WHARF_TLS',
      about: 'Without a certificate of your own: plain http, or https with one that the server makes, for trying out.',
      allowed: 'off or self-signed',
    },
    z.enum(['off', 'self-signed']).default('off'),
  ),
  tlsCert: option(
    {
      env: 'WHARF_TLS_CERT',
      about:
        'Certificate to serve https with, and those that vouch for it after it; a new one is taken without a restart.',
      allowed: 'the path of a PEM file; WHARF_TLS_KEY names its key',
    },
    text(4096).optional(),
  ),
  tlsKey: option(
    {
      env: 'WHARF_TLS_KEY',
      about: 'Private key of that certificate.',
      allowed: 'the path of a PEM file without a pass phrase',
    },
    text(4096).optional(),
  ),
  tlsNames: option(
    {
      env: 'WHARF_TLS_NAMES',
      about: 'Names and addresses that a self-signed certificate is for, besides those of this machine.',
      allowed: 'host names or IP addresses separated by commas',
    },
    commaList(
      z.string().regex(/^(?=.{1,253}$)(?:(?:\*\.)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]{2,45})$/),
    ).default([]),
  ),
  httpPort: option(
    {
      env: 'WHARF_HTTP_PORT',
      about: 'With https: another port that sends browsers on to it, and tells registry clients where it is.',
      allowed: 'a whole number from 0 to 65535',
    },
    integer(0, 65_535).optional(),
  ),
  hstsSeconds: option(
    {
      env: 'WHARF_HSTS_SECONDS',
      about:
        'How long browsers remember that this host is https only, on every port of it; not told with a self-signed certificate. 0 tells them to forget.',
      allowed: 'a whole number from 0 to 63072000',
    },
    integer(0, 63_072_000).default(31_536_000),
  ),
};

/** What no single option shows to be wrong, one sentence each. */
export function tlsContradictions(config: {
  tls?: unknown;
  tlsCert?: unknown;
  tlsKey?: unknown;
  httpPort?: unknown;
}): string[] {
  const { tls, tlsCert, tlsKey, httpPort } = config;
  const problems: string[] = [];
  if (tlsCert !== undefined && tlsKey === undefined) problems.push('WHARF_TLS_CERT needs WHARF_TLS_KEY, its key');
  if (tlsKey !== undefined && tlsCert === undefined)
    problems.push('WHARF_TLS_KEY needs WHARF_TLS_CERT, its certificate');
  if (tlsCert !== undefined && tls === 'self-signed')
    problems.push('WHARF_TLS=self-signed and WHARF_TLS_CERT are two certificates: set one of them');
  if (httpPort !== undefined && tlsCert === undefined && tls !== 'self-signed')
    problems.push('WHARF_HTTP_PORT is for servers of https: set WHARF_TLS or WHARF_TLS_CERT, or leave it out');
  return problems;
}
