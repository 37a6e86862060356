import type { Access, Caller } from '@wharf/registry';

const everybody: Caller = {
  author: { id: undefined, name: 'anybody' },
  anonymous: true,
  decide: () => ({ allowed: true }),
  catalogScope: () => ({ all: true }),
};

/** Asks nobody who he is, and lets him do everything. */
export const openAccess: Access = { identify: () => everybody, challenge: () => 'Basic realm="open"' };
