import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { createRule, removeRule, updateDefaultRule, updateRule } from './change-rules.ts';
import { getNetwork, listNetworkHosts } from './service.ts';

export function networkRoutes(mount: Mount, services: Services): void {
  mount.signedIn('listNetworkHosts', async (call) => listNetworkHosts(services, call));
  mount.signedIn('getNetwork', async (call) => getNetwork(services, call));
  mount.signedIn('updateDefaultNetworkRule', async (call) => updateDefaultRule(services, call, call.body));
  mount.signedIn('createNetworkRule', async (call) => createRule(services, call, call.body));
  mount.signedIn('updateNetworkRule', async (call) => updateRule(services, call, call.params.rule, call.body));
  mount.signedIn('removeNetworkRule', async (call) =>
    removeRule(services, call, call.params.rule, call.query.confirm === 'true'),
  );
}
