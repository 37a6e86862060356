import { oidcCallbackPath } from '@wharf/api';
import type { RequestContext } from '../../bff/request-context.ts';

/** Where the provider sends the browser back to; it is registered there. */
export function callbackOf({ origin }: Pick<RequestContext, 'origin'>): string {
  return `${origin.url}/api${oidcCallbackPath}`;
}
