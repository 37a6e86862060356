import type { NetworkDoor, Result } from '@wharf/api';
import { admit, compilePolicy, type NetworkDecision } from '@wharf/policies/network';
import type { RequestContext } from '../../bff/request-context.ts';
import type { Services } from '../../bff/services.ts';
import { decideFor } from '../../network/networks.ts';
import { readPolicy } from '../../network/read-policy.ts';

export async function getConnection(
  services: Services,
  { address, forwarded, origin }: RequestContext,
): Promise<Result<'getConnection'>> {
  const { policy } = await readPolicy(services.database.db);
  const decision = decideFor(admit(compilePolicy(policy), address), () => forwarded, 'console');
  return {
    address,
    forwarded,
    door: decision.allowed ? doorOf(decision.door) : null,
    origin: origin.url,
    time: services.now().toISOString(),
  };
}

function doorOf(door: Extract<NetworkDecision, { allowed: true }>['door']): NetworkDoor {
  if (door.kind === 'rule') return { kind: 'rule', id: door.id, name: door.name, range: door.range };
  return door.kind === 'public' ? { kind: 'public', range: door.range } : { kind: 'machine' };
}
