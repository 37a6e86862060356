import type { NetworkDoor, Result } from '@wharf/api';
import { admit, compilePolicy, type NetworkDecision, type NetworkPolicy } from '@wharf/policies/network';
import type { UserActor } from '../../auth/user-actor.ts';
import type { RequestContext } from '../../bff/request-context.ts';
import type { Services } from '../../bff/services.ts';
import { decideFor } from '../../network/networks.ts';
import { getSettingsRow, listRuleRows, readPolicy } from '../../network/read-policy.ts';
import { authorizeServer } from '../authorize-server.ts';
import { presentDefaultRule, presentRule } from './present.ts';

export interface Caller {
  actor: UserActor;
  request: RequestContext;
}

/** @throws ApiError `forbidden` */
export async function getNetwork(services: Services, { actor, request }: Caller): Promise<Result<'getNetwork'>> {
  authorizeServer(actor, 'network access');
  const { db } = services.database;
  const [rules, settings, { policy }] = await Promise.all([listRuleRows(db), getSettingsRow(db), readPolicy(db)]);
  const decision = decideConsole(policy, request);
  return {
    rules: rules.map(presentRule),
    defaultRule: presentDefaultRule(settings),
    // This very request came in; a rule that was changed since shows with the next one.
    you: { address: request.address, door: decision.allowed ? presentDoor(decision) : { kind: 'machine' } },
  };
}

function presentDoor({ door }: Extract<NetworkDecision, { allowed: true }>): NetworkDoor {
  switch (door.kind) {
    case 'rule':
      return { kind: 'rule', id: door.id, name: door.name, range: door.range };
    case 'public':
      return { kind: 'public', range: door.range };
    case 'machine':
      return { kind: 'machine' };
  }
}

/** The addresses that commands can name: the one by which the caller came, his network's, and all that rules name. */
export async function listNetworkHosts(
  services: Services,
  { request }: Pick<Caller, 'request'>,
): Promise<Result<'listNetworkHosts'>> {
  const { policy } = await readPolicy(services.database.db);
  const named = [
    ...policy.rules.flatMap(({ enabled, host, name }) => (enabled && host !== null ? [{ host, rule: name }] : [])),
    ...(policy.defaultRule.host === null ? [] : [{ host: policy.defaultRule.host, rule: null }]),
  ];
  const came = request.origin.host;
  const hosts = [...new Set([came, ...named.map(({ host }) => host)])];
  return {
    items: hosts.map((host) => ({
      host,
      current: host === came,
      rule: named.find((each) => each.host === host)?.rule ?? null,
    })),
  };
}

/** Whether the caller would reach the console under this policy. */
export function decideConsole(policy: NetworkPolicy, { address, forwarded }: RequestContext): NetworkDecision {
  return decideFor(admit(compilePolicy(policy), address), () => forwarded, 'console');
}
