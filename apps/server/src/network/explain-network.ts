import { ruleText } from '@wharf/api/refusal-rules';
import type { NetworkDecision } from '@wharf/policies/network';
import type { RefusalDetail } from '@wharf/registry';

type Refused = Extract<NetworkDecision, { allowed: false }>;

const helper = 'a system administrator of this server (console: Network access)';

/** The sentence that a client's terminal shows, and the same for machines. `address` is where the client seems to be. */
export function explainNetwork(refused: Refused, address: string): { message: string; detail: RefusalDetail } {
  const { rule, message, remedy } = sentences(refused, address);
  return {
    message: `${message}: ${remedy}`,
    detail: { reason: refused.reason, rule, address, remedy },
  };
}

function sentences({ reason, door }: Refused, address: string): { rule: string; message: string; remedy: string } {
  switch (reason) {
    case 'network-public-off':
      return {
        rule: ruleText({ word: 'public-access-off' }),
        message: `your address ${address} is in no network that may use this server, and access from elsewhere is off`,
        remedy: `come from such a network (a VPN, perhaps), or ask ${helper} to add yours`,
      };
    case 'network-not-listed':
      return {
        rule: ruleText({ word: 'allow-list' }),
        message: `your address ${address} is in no network that may use this server, nor on the allow list`,
        remedy: `come from such a network (a VPN, perhaps), or ask ${helper} to add your address`,
      };
    case 'network-push-only': {
      const rule = ruleText(
        door?.kind === 'rule'
          ? { word: 'network-rule', name: door.name, range: door.range }
          : { word: 'public-access' },
      );
      return {
        rule,
        message: `${rule}, by which your address ${address} comes in, is for pushing only`,
        remedy: `pull from another network, or ask ${helper} to allow pulls`,
      };
    }
    case 'network-address-unknown':
      return {
        rule: ruleText({ word: 'client-address' }),
        message: 'the server cannot tell which address you come from',
        remedy: 'connect again; behind a proxy, its operator finds more under WHARF_TRUSTED_PROXIES',
      };
  }
}
