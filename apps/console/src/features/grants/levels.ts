import type { Grant } from '@wharf/api';

/** In rising order, each holding what the ones before it allow. */
export const levels = ['read', 'edit', 'manage'] as const satisfies readonly Grant['level'][];
