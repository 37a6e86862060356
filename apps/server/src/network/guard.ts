import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Access, type Origin, RegistryError, sendError } from '@wharf/registry';
import { sendRefusal } from '../auth/token-answers.ts';
import { registryRefusals } from '../refusals/registry-refusals.ts';
import type { RefusalRecorder } from '../refusals/start-refusals.ts';
import { explainNetwork } from './explain-network.ts';
import type { Networks } from './networks.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

interface GuardWorld {
  networks: Networks;
  refusals: Pick<RefusalRecorder, 'note'>;
  access: Pick<Access, 'challenge'>;
  originOf(request: IncomingMessage): Origin;
}

/** Keeps clients of other networks from the registry before anybody looks at their credentials. */
export function guardRegistry({ networks, refusals, access, originOf }: GuardWorld, registry: Handler): Handler {
  const { refused } = registryRefusals(refusals, networks.addressOf);
  return (request, response) => {
    const decision = networks.decide(request, 'connect');
    if (decision.allowed) return registry(request, response);
    const { message, detail } = explainNetwork(decision, networks.addressOf(request));
    // No client shows a word of a 403 to its first question. After a 401, docker asks the token endpoint and tells what that
    // says; podman and skopeo take the first challenge, with which they go on to the image and tell what is said there.
    const asksFirst = /^\/v2\/?(?:\?|$)/.test(request.url ?? '') && request.headers.authorization === undefined;
    if (asksFirst) {
      const bearer = access.challenge(originOf(request), undefined, undefined);
      response.setHeader('WWW-Authenticate', ['Basic realm="Wharf"', bearer]);
    }
    const error = new RegistryError(asksFirst ? 'UNAUTHORIZED' : codeFor(request), message, detail);
    sendError(response, error, refused({ request, error, author: undefined, name: '', reference: '' }));
  };
}

/** As the registry's own refusals: who pushes gives up at a 403 of a HEAD without a word, and prints that of what follows a 404. */
function codeFor({ method, url = '' }: IncomingMessage): 'BLOB_UNKNOWN' | 'DENIED' {
  return method === 'HEAD' && /\/blobs\/[^/]+$/.test(url) ? 'BLOB_UNKNOWN' : 'DENIED';
}

/** The same for the token endpoint. */
export function guardToken({ networks, refusals }: Omit<GuardWorld, 'access' | 'originOf'>, token: Handler): Handler {
  return (request, response) => {
    const decision = networks.decide(request, 'connect');
    if (decision.allowed) return token(request, response);
    const { message, detail } = explainNetwork(decision, networks.addressOf(request));
    const { reason, ...facts } = detail;
    const world = { refusals, addressOf: networks.addressOf };
    sendRefusal(world, response, { status: 403, code: 'DENIED', error: 'access_denied', message, reason, facts });
  };
}
