import type { IncomingMessage } from 'node:http';
import type { Refusals, RefusedRequest } from '@wharf/registry';
import type { RefusalRecorder } from './start-refusals.ts';

/** Notes what the registry core refuses. */
export function registryRefusals(
  recorder: Pick<RefusalRecorder, 'note'>,
  addressOf: (request: IncomingMessage) => string,
): Refusals {
  return {
    refused({ request, error, author, name, reference }) {
      const { detail, message, status, code } = error;
      const method = request.method ?? '';
      return recorder.note({
        reason: detail.reason,
        message,
        detail,
        status,
        code,
        actorId: author?.id,
        address: addressOf(request),
        method,
        operation: operationOf(method, request.url ?? ''),
        repository: name || (typeof detail.name === 'string' ? detail.name : undefined),
        // A push asks for many blobs: refused for one reason, they are one refusal.
        reference: reference !== '' && /\/manifests\//.test(request.url ?? '') ? reference : undefined,
        client: request.headers['user-agent'] ?? '',
        kept: isWorthKeeping(error, request),
      });
    },
  };
}

/**
 * Whether somebody was refused something. A client asks without credentials to learn where to get a token, and asks with
 * HEAD for blobs before it pushes them; tools look for `sha256-...` tags where signatures once were kept.
 */
function isWorthKeeping({ status, detail }: RefusedRequest['error'], request: IncomingMessage): boolean {
  if (status === 401 && request.headers.authorization === undefined) return false;
  if (detail.reason !== 'manifest-unknown' && detail.reason !== 'repository-unknown') return true;
  return request.method === 'GET' && !/\/manifests\/sha(?:256|512)-/.test(request.url ?? '');
}

function operationOf(method: string, url: string): string {
  if (method === 'DELETE' && !url.includes('/blobs/uploads/')) return 'delete';
  if (url === '/v2' || url === '/v2/' || url.startsWith('/v2/?')) return 'login';
  return method === 'GET' || method === 'HEAD' ? 'pull' : 'push';
}
