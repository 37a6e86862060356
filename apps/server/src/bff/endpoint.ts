import { type Endpoint, type Endpoints, endpoints, type Operation, type Result, routeOf } from '@wharf/api';
import type { RequestHandler, Response, Router } from 'express';
import type { z } from 'zod';
import type { CurrentSession } from '../auth/sessions.ts';
import type { UserActor } from '../auth/user-actor.ts';
import { requireCsrfToken } from './csrf.ts';
import { parseInput } from './parse-input.ts';
import { contextOf, type RequestContext } from './request-context.ts';
import type { Services } from './services.ts';
import { sessionCookie } from './session-cookie.ts';
import { signedIn } from './signed-in.ts';

/** One call of an operation, its input parsed. */
export interface Call<O extends Operation> {
  params: z.output<Endpoints[O]['params']>;
  query: z.output<Endpoints[O]['query']>;
  body: z.output<Endpoints[O]['body']>;
  request: RequestContext;
  /** Aborted when the client has gone: nobody waits for the answer any more. */
  signal: AbortSignal;
  /** Gives the browser another session; undefined takes it away. */
  setSession(secret: string | undefined): void;
  /** A whole `Set-Cookie`. */
  setCookie(line: string): void;
}

export interface SignedInCall<O extends Operation> extends Call<O> {
  session: CurrentSession;
  actor: UserActor;
}

/** What a handler gives back; nothing where the contract says nothing. */
// biome-ignore lint/suspicious/noConfusingVoidType: it is the return type of an async function that ends without one.
type Answer<O extends Operation> = Result<O> extends undefined ? void : Result<O>;

/** Mounts operations of the contract, each under the path, with the schemas and the status that it states. */
export interface Mount {
  signedIn<O extends Operation>(operation: O, handler: (call: SignedInCall<O>) => Promise<Answer<O>>): void;
  /** For anybody. */
  open<O extends Operation>(operation: O, handler: (call: Call<O>) => Promise<Answer<O>>): void;
}

export function createMount(router: Router, services: Services): Mount {
  const add = (operation: Operation, handler: RequestHandler) => {
    const { method, path } = routeOf(operation);
    router[method.toLowerCase() as Lowercase<typeof method>](path, handler);
  };
  return {
    signedIn(operation, handler) {
      add(operation, async (request, response) => {
        contextOf(request).operation = operation;
        const session = signedIn(request);
        requireCsrfToken(request);
        const call = { ...parseCall(operation, request, response), session, actor: session.actor };
        answer(services, operation, response, await handler(call));
      });
    },
    open(operation, handler) {
      add(operation, async (request, response) => {
        contextOf(request).operation = operation;
        answer(services, operation, response, await handler(parseCall(operation, request, response)));
      });
    },
  };
}

function parseCall<O extends Operation>(
  operation: O,
  request: Parameters<RequestHandler>[0],
  response: Response,
): Call<O> {
  const contract: Endpoint = endpoints[operation];
  const context = contextOf(request);
  // An operation without a body takes whatever a client sends along.
  const takesNothing = contract.body.def.type === 'undefined';
  return {
    params: parseInput('params', contract.params, request.params) as Call<O>['params'],
    query: parseInput('query', contract.query, request.query) as Call<O>['query'],
    body: parseInput('body', contract.body, takesNothing ? undefined : request.body) as Call<O>['body'],
    request: context,
    signal: goneSignal(response),
    setSession(secret) {
      response.append('Set-Cookie', sessionCookie(context.origin, secret));
    },
    setCookie(line) {
      response.append('Set-Cookie', line);
    },
  };
}

function goneSignal(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}

function answer(services: Services, operation: Operation, response: Response, result: unknown): void {
  const contract: Endpoint = endpoints[operation];
  if (services.checkOutput) {
    const checked = contract.result.safeParse(result);
    if (!checked.success) throw new Error(`${operation} breaks its contract: ${checked.error.message}`);
  }
  response.status(contract.status);
  if (result === undefined) response.end();
  else response.json(result);
}
