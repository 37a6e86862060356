import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Access, Log, Origin } from '@wharf/registry';
import { type Credentials, parseBasic } from './credentials.ts';
import { GateFull } from './gate.ts';
import { type RefusalNoting, sendBusy, sendCredentialRefusal, sendRefusal } from './token-answers.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Checks Basic credentials before the registry does, since here the client's address is known: guessing at `/v2/` is
 * slowed down as at `/token`. What was right is remembered, so the registry's own check costs one read of a row.
 */
export function guardBasic(
  world: RefusalNoting & {
    credentials: Credentials;
    access: Pick<Access, 'challenge'>;
    originOf(request: IncomingMessage): Origin;
    log: Log;
  },
  registry: Handler,
): Handler {
  async function check(
    { name, password }: { name: string; password: string },
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const outcome = await world.credentials.check(name, password, world.addressOf(request));
    if (outcome.ok) return registry(request, response);
    const challenge = world.access.challenge(world.originOf(request), undefined, undefined);
    sendCredentialRefusal(world, response, outcome, name, challenge);
  }

  function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (error instanceof GateFull) {
      sendBusy(world, response);
      return;
    }
    const requestId = randomUUID();
    world.log.error({ requestId, method: request.method, err: error }, 'credentials could not be checked');
    const message = `the server failed to answer (request ${requestId})`;
    const words = { code: 'UNKNOWN', error: 'server_error', reason: 'internal' } as const;
    sendRefusal(world, response, { status: 500, ...words, message, facts: { requestId } });
  }

  return (request, response) => {
    const { authorization } = request.headers;
    const basic = authorization === undefined ? undefined : parseBasic(authorization);
    if (!basic) return registry(request, response);
    response.setHeader('Docker-Distribution-Api-Version', 'registry/2.0');
    check(basic, request, response).catch((error: unknown) => fail(request, response, error));
  };
}
