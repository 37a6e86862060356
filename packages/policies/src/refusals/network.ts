import { entriesOf } from './entry.ts';

const helped = { help: 'system-administrator' } as const;
const slip = { help: 'system-administrator', kept: false } as const;

export const networkReasons = entriesOf('network', {
  'network-public-off': [
    'your address is in no network that may use this server, and access from elsewhere is off',
    'come from such a network (a VPN, perhaps), or ask a system administrator to add yours',
    helped,
  ],
  'network-not-listed': [
    'your address is in no network that may use this server, nor on the allow list',
    'come from such a network (a VPN, perhaps), or ask a system administrator to add your address',
    helped,
  ],
  'network-push-only': [
    'the network by which you come in is for pushing only',
    'pull from another network, or ask a system administrator to allow pulls',
    helped,
  ],
  'network-address-unknown': [
    'the server cannot tell which address you come from',
    'connect again; behind a proxy, its operator names it to the server as trusted',
    helped,
  ],
  'network-refused': ['your network may not use this server', 'come from another network', helped],
  'would-lock-out': [
    'after this change you could not come back from your address',
    'add a rule for your own network first, or confirm it',
    slip,
  ],
  'range-taken': ['another rule has the same range', 'leave it to that rule, or change it there', slip],
  ranges: ['this is no range: an address, or a CIDR network such as 10.0.0.0/8', 'correct the marked ranges', slip],
});
