import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Access, type Origin, RegistryError, sendError } from '@wharf/registry';
import { sendProblem } from '../auth/token-answers.ts';
import { explainNetwork } from './explain-network.ts';
import type { Networks } from './networks.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

interface GuardWorld {
  networks: Networks;
  access: Pick<Access, 'challenge'>;
  originOf(request: IncomingMessage): Origin;
}

/** Keeps clients of other networks from the registry before anybody looks at their credentials. */
export function guardRegistry({ networks, access, originOf }: GuardWorld, registry: Handler): Handler {
  return (request, response) => {
    const decision = networks.decide(request, 'connect');
    if (decision.allowed) return registry(request, response);
    const { message, detail } = explainNetwork(decision, networks.addressOf(request));
    response.setHeader('Docker-Distribution-Api-Version', 'registry/2.0');
    // No client shows a word of a 403 to its first question. After a 401, docker asks the token endpoint and tells what that
    // says; podman and skopeo take the first challenge, with which they go on to the image and tell what is said there.
    const asksFirst = /^\/v2\/?(?:\?|$)/.test(request.url ?? '') && request.headers.authorization === undefined;
    if (asksFirst) {
      const bearer = access.challenge(originOf(request), undefined, undefined);
      response.setHeader('WWW-Authenticate', ['Basic realm="Wharf"', bearer]);
    }
    sendError(request, response, new RegistryError(asksFirst ? 'UNAUTHORIZED' : codeFor(request), message, detail));
  };
}

/** As the registry's own refusals: who pushes gives up at a 403 of a HEAD without a word, and prints that of what follows a 404. */
function codeFor({ method, url = '' }: IncomingMessage): 'BLOB_UNKNOWN' | 'DENIED' {
  return method === 'HEAD' && /\/blobs\/[^/]+$/.test(url) ? 'BLOB_UNKNOWN' : 'DENIED';
}

/** The same for the token endpoint. */
export function guardToken(networks: Networks, token: Handler): Handler {
  return (request, response) => {
    const decision = networks.decide(request, 'connect');
    if (decision.allowed) return token(request, response);
    const { message, detail } = explainNetwork(decision, networks.addressOf(request));
    // What was not read of the body would be taken for the next request.
    if (!request.complete) response.setHeader('Connection', 'close');
    sendProblem(response, 403, 'DENIED', 'access_denied', message, detail);
  };
}
