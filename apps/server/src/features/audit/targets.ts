import type { Config } from '../../config.ts';
import type { EventTarget } from './forward-events.ts';
import { syslogTarget } from './syslog.ts';
import { webhookTarget } from './webhook.ts';

/** Where the configuration sends the events. */
export function eventTargets(
  config: Pick<Config, 'auditSyslog' | 'auditWebhook' | 'auditWebhookSecret'>,
): EventTarget[] {
  const { auditSyslog, auditWebhook, auditWebhookSecret } = config;
  const targets: EventTarget[] = [];
  if (auditSyslog) targets.push(syslogTarget(auditSyslog));
  if (auditWebhook && auditWebhookSecret) targets.push(webhookTarget(auditWebhook, auditWebhookSecret));
  return targets;
}
