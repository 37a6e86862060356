import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { nameProblemText, type RepositoryName, splitRepositoryName } from '@wharf/oci';
import type { AddressOf, Core, OriginOf } from '../core.ts';
import { RegistryError } from '../error.ts';
import { anyNetwork, type NetworkOf } from '../ports/network.ts';
import { BodyCutOff } from '../uploads/receive.ts';
import type { Exchange } from './exchange.ts';
import { ClientGone } from './flushed-body.ts';
import { parsePath, type ResourcePath } from './path.ts';
import { internalError, sendError } from './respond.ts';
import { findRoute, methodsOf, type Route } from './routes.ts';

/** What is known of whoever sends a request, whoever he says he is. */
export interface ClientFacts {
  originOf: OriginOf<IncomingMessage>;
  addressOf: AddressOf<IncomingMessage>;
  /** Without it every network may do everything. */
  networkOf?: NetworkOf<IncomingMessage> | undefined;
}

export type Handler = (req: IncomingMessage, res: ServerResponse) => void;

/** The registry below `/v2/` as a plain `node:http` handler. It answers every request, failures too; it never throws. */
export function createHandler(core: Core, client: ClientFacts): Handler {
  return (req, res) => {
    answer(core, client, req, res).catch((error: unknown) => fail(core, client.originOf, req, res, error));
  };
}

async function answer(
  core: Core,
  { originOf, addressOf, networkOf }: ClientFacts,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const url = req.url ?? '/';
  const mark = url.indexOf('?');
  const path = parsePath(mark < 0 ? url : url.slice(0, mark));
  if (!path)
    throw new RegistryError(
      'UNSUPPORTED',
      'no endpoint of the registry has this path',
      { reason: 'path-unknown' },
      { status: 404 },
    );
  const route = findRoute(req.method ?? '', path.resource);
  if (!route) throw methodUnknown(path);
  const name = nameOf(path, req.method === 'HEAD' && path.resource === 'blob');
  const identified = core.access.identify(req.headers.authorization, () => addressOf(req));
  const exchange: Exchange = {
    core,
    req,
    res,
    caller: identified instanceof Promise ? await identified : identified,
    network: networkOf ? networkOf(req) : anyNetwork,
    resource: path.resource,
    name,
    reference: path.reference,
    query: mark < 0 ? noQuery : parseQuery(url.slice(mark + 1)),
    origin: () => originOf(req),
  };
  try {
    for (const policy of route.policies) {
      const checking = policy.check(exchange);
      if (checking) await checking;
    }
    await route.handle(exchange);
  } catch (error) {
    fail(core, originOf, req, res, error, exchange);
  }
}

/** Shared by all requests without a query; nothing writes to it. */
const noQuery = new URLSearchParams();

/** No tag, digest, name or type holds a NUL, and PostgreSQL fails over one in a parameter. */
function parseQuery(text: string): URLSearchParams {
  if (!text.includes('%00')) return new URLSearchParams(text);
  throw new RegistryError(
    'UNSUPPORTED',
    'the query holds a NUL character (%00), which nothing in the registry has in its name',
    { reason: 'query-nul' },
    { status: 400 },
  );
}

/** @param silent the answer cannot say what is wrong: after a 404 a client that pushes goes on to the POST, which can. */
function nameOf(path: ResourcePath, silent: boolean): RepositoryName {
  if (path.resource === 'base' || path.resource === 'catalog') return '' as RepositoryName;
  const split = splitRepositoryName(path.name);
  if (!('problem' in split)) return path.name as RepositoryName;
  const which = split.part === 'organization' ? 'the organization in this image name' : 'this image name';
  throw new RegistryError(
    silent ? 'BLOB_UNKNOWN' : 'NAME_INVALID',
    `${which} is not allowed: ${nameProblemText(split.problem)}`,
    {
      reason: `name-${split.problem}`,
      part: split.part,
      name: path.name.slice(0, 300),
    },
  );
}

function methodUnknown({ resource }: ResourcePath): RegistryError {
  const allowed = methodsOf(resource).join(', ');
  return new RegistryError(
    'UNSUPPORTED',
    `this path takes ${allowed}`,
    { reason: 'method-unknown' },
    { headers: { Allow: allowed } },
  );
}

function fail(
  core: Core,
  originOf: OriginOf<IncomingMessage>,
  req: IncomingMessage,
  res: ServerResponse,
  error: unknown,
  exchange?: Exchange,
): void {
  if (error instanceof ClientGone || error instanceof BodyCutOff || (req.destroyed && !req.complete)) {
    res.destroy();
    return;
  }
  if (error instanceof RegistryError) {
    if (error.status === 401) challenge(core, originOf, req, res, error);
    sendError(res, error, tellingOf(core, req, error, exchange));
    return;
  }
  const requestId = randomUUID();
  core.log.error(
    { requestId, method: req.method, path: req.url?.split('?', 1)[0], err: error },
    'registry request failed',
  );
  const internal = internalError(requestId);
  sendError(res, internal, tellingOf(core, req, internal, exchange));
}

/** What the answer says: the core's words, or those of who explains and notes refusals. */
function tellingOf(
  core: Core,
  request: IncomingMessage,
  error: RegistryError,
  exchange: Exchange | undefined,
): { message: string; detail: object } {
  if (!core.refusals) return error;
  const author = exchange?.caller.author;
  return core.refusals.refused({
    request,
    error,
    author,
    name: exchange?.name ?? '',
    reference: exchange?.reference ?? '',
  });
}

function challenge(
  core: Core,
  originOf: OriginOf<IncomingMessage>,
  req: IncomingMessage,
  res: ServerResponse,
  error: RegistryError,
): void {
  const bearer = /^bearer /i.test(req.headers.authorization ?? '');
  const problem = !bearer
    ? undefined
    : error.detail.reason === 'token-invalid'
      ? 'invalid_token'
      : 'insufficient_scope';
  res.setHeader('WWW-Authenticate', core.access.challenge(originOf(req), scopeOf(req), problem));
}

/** The scope that the refused request needs, so that the client can get a token for it. */
function scopeOf(req: IncomingMessage): string | undefined {
  const path = parsePath((req.url ?? '').split('?', 1)[0] ?? '');
  const route: Route | undefined = path && findRoute(req.method ?? '', path.resource);
  const scoped = route?.policies.find((policy) => policy.scope);
  return path && scoped?.scope?.({ name: path.name as RepositoryName });
}
