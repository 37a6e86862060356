import { ArchiveError, openArchive } from '@wharf/image-archive';
import { parseOrganizationName } from '@wharf/oci';
import type { Reason } from '@wharf/policies/refusals';
import { QuotaExceeded, RegistryError, StorageFull } from '@wharf/registry';
import type { Request, RequestHandler, Response } from 'express';
import type { KnownActor } from '../../auth/actors.ts';
import { credentialRefusal, waitRefusal } from '../../auth/credential-refusals.ts';
import { parseBasic } from '../../auth/credentials.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import { contextOf } from '../../bff/request-context.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeOrganization } from '../authorize.ts';
import { archiveTargets } from './archive-targets.ts';
import { importArchive, sha256 } from './import-archive.ts';
import { LayerDiffers } from './make-layer.ts';
import { SpoolTooLarge, spooled } from './spool.ts';

/** Each takes disk for its archive and a core for its layers. */
const atOnce = 4;
/** Below the patience of usual proxies. */
const heartbeatMs = 15_000;

/**
 * `curl -T image.tar -u user:password http://host/api/organizations/acme/archives`: takes an archive and makes its images.
 * Answers 201 with the references, or a problem as every operation of the API does.
 */
export function receiveArchive(services: Services): RequestHandler {
  let running = 0;
  const importing = new Set<string>();
  return async (request, response) => {
    // Without this, what was not read of a refused body would be taken for the next request.
    response.setHeader('Connection', 'close');
    const actor = await identify(services, request);
    const organization = parseOrganizationName(String(request.params.organization ?? ''));
    if (!organization) throw notFound('this organization');
    const { id } = await authorizeOrganization(services.database.db, actor, organization, 'edit');
    const limit = services.config.archiveGigabytes * 1024 ** 3;
    if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
    const headers = { 'Retry-After': '30' };
    // One user may not hold all the places.
    if (importing.has(actor.id)) {
      throw new ApiError('unavailable', 'the server is taking an archive of yours already: send this one after it', {
        headers,
      });
    }
    if (running >= atOnce) {
      throw new ApiError('unavailable', `the server is taking ${running} archives already: try again later`, {
        headers,
      });
    }
    running += 1;
    importing.add(actor.id);
    const gone = new AbortController();
    response.on('close', () => gone.abort(new Error('the client went away')));
    try {
      if (request.headers.expect) response.writeContinue();
      const images = await spooled(services.storage, request, limit, async (bytes) => {
        const stopBeating = keepAlive(request, response);
        try {
          const source = { ...bytes, name: 'the archive' };
          const archive = await openArchive(source, {
            signal: gone.signal,
            sha256,
          });
          const targets = archiveTargets(archive.images, organization, {
            repository: text(request.query.repository),
            tag: text(request.query.tag),
          });
          const work = { services, actor, organizationId: id, archive, signal: gone.signal };
          return await importArchive(work, targets);
        } finally {
          stopBeating();
        }
      });
      const { host } = services.originOf(request);
      response.status(201).json({
        images: images.map((image) => ({ ...image, reference: `${host}/${image.repository}:${image.tag}` })),
      });
    } catch (error) {
      if (gone.signal.aborted) response.destroy();
      else throw problemOf(error, limit);
    } finally {
      running -= 1;
      importing.delete(actor.id);
    }
  };
}

async function identify(services: Services, request: Request): Promise<KnownActor> {
  const challenge = { 'WWW-Authenticate': 'Basic realm="Wharf", charset="UTF-8"' };
  const given = parseBasic(request.headers.authorization ?? '');
  if (!given) {
    throw new ApiError('not-signed-in', 'give a user name and a password: curl -u user:password -T image.tar …', {
      headers: challenge,
    });
  }
  contextOf(request).login = given.name;
  const outcome = await services.credentials.check(given.name, given.password, services.addressOf(request));
  if (outcome.ok) return outcome.actor;
  if (outcome.reason === 'too-many-attempts') {
    const { retryAfterSeconds: seconds, until } = outcome;
    throw new ApiError('too-many-attempts', waitRefusal(until), {
      detail: { seconds, until: until.toISOString() },
      headers: { 'Retry-After': String(seconds) },
    });
  }
  throw new ApiError('wrong-credentials', credentialRefusal(outcome.reason), {
    detail: { reason: outcome.reason },
    headers: challenge,
  });
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Nothing comes or goes while layers are compressed: neither the server's own time limit nor a proxy's may end that. */
function keepAlive(request: Request, response: Response): () => void {
  request.socket.setTimeout(0);
  const timer = setInterval(() => response.writeProcessing(), heartbeatMs);
  return () => clearInterval(timer);
}

function tooLarge(limit: number): ApiError {
  return new ApiError(
    'too-large',
    `the archive is larger than the ${limit} bytes that this server takes in one piece`,
    {
      detail: { limit },
    },
  );
}

function problemOf(error: unknown, limit: number): unknown {
  if (error instanceof SpoolTooLarge) return tooLarge(limit);
  if (error instanceof StorageFull) return storageFull();
  if (error instanceof ArchiveError) return refused(error.code, error.message, { ...error.detail });
  if (error instanceof LayerDiffers) return refused('digest-differs', error.message, { found: error.found });
  // The API has a word of its own for it.
  if (error instanceof QuotaExceeded) return error;
  if (!(error instanceof RegistryError)) return error;
  if (error.detail.reason === 'storage-full') return storageFull();
  return refused(error.detail.reason, error.message, error.detail);
}

function refused(reason: Reason, message: string, detail: Record<string, unknown>): ApiError {
  return new ApiError('archive-refused', message, { detail: { ...detail, reason } });
}

function storageFull(): ApiError {
  return new ApiError(
    'storage-full',
    "the registry's storage is full: whoever runs it must make room; nothing was changed",
  );
}
