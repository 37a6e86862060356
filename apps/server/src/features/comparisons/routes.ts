import type { Mount } from '../../bff/endpoint.ts';
import { type ComparisonParts, getComparison, getFileComparison } from './service.ts';

export function comparisonRoutes(mount: Mount, parts: ComparisonParts): void {
  mount.signedIn('getComparison', async ({ actor, query }) => getComparison(parts, actor, query));
  mount.signedIn('getFileComparison', async ({ actor, query }) => getFileComparison(parts, actor, query));
}
