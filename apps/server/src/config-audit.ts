import { z } from 'zod';
import { flag, integer, isAddress, option } from './config-values.ts';

/** How the record of who did what is kept, and where else it goes. */
export const auditOptions = {
  auditDays: option(
    {
      env: 'WHARF_AUDIT_DAYS',
      about: 'Days that the record of who did what is kept.',
      allowed: 'a whole number from 1 to 3650',
    },
    integer(1, 3650).default(90),
  ),
  auditPulls: option(
    {
      env: 'WHARF_AUDIT_PULLS',
      about: 'Whether each pull is on that record, too: many rows where machines pull.',
      allowed: 'true or false',
    },
    flag().default(false),
  ),
  auditSyslog: option(
    {
      env: 'WHARF_AUDIT_SYSLOG',
      about:
        'Syslog receiver to which events are forwarded (RFC 5424). For tls, NODE_EXTRA_CA_CERTS names own authorities.',
      allowed: 'a URL with a port: udp://host:514, tcp://host:601 or tls://host:6514',
    },
    z
      .string()
      .refine((url) => isAddress(url, ['udp:', 'tcp:', 'tls:']))
      .optional(),
  ),
  auditWebhook: option(
    {
      env: 'WHARF_AUDIT_WEBHOOK',
      about: 'Address to which events are posted as JSON; needs WHARF_AUDIT_WEBHOOK_SECRET.',
      allowed: 'an http:// or https:// URL',
      secret: true,
    },
    z
      .string()
      .refine((url) => /^https?:\/\//.test(url) && URL.canParse(url))
      .optional(),
  ),
  auditWebhookSecret: option(
    {
      env: 'WHARF_AUDIT_WEBHOOK_SECRET',
      about: 'Signs what is posted there: the receiver checks X-Wharf-Signature with it.',
      allowed: '16 to 1024 characters',
      secret: true,
    },
    z.string().min(16).max(1024).optional(),
  ),
};

/** What is wrong with the options together; nothing while one of them is wrong by itself. */
export function auditContradictions(config: Record<string, unknown>): string[] {
  return config.auditWebhook && !config.auditWebhookSecret
    ? ['WHARF_AUDIT_WEBHOOK is set without WHARF_AUDIT_WEBHOOK_SECRET: what is posted there is signed']
    : [];
}
