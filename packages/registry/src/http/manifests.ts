import { isDigest, parseTag, type Tag } from '@wharf/oci';
import { RegistryError } from '../error.ts';
import { pushManifest } from '../manifests.ts';
import type { ManifestRecord } from '../ports/metadata.ts';
import { type Exchange, referenceOfPath, tagInvalid } from './exchange.ts';
import { readManifestBody } from './manifest-body.ts';
import { apiVersion, sendEmpty } from './respond.ts';
import { repositoryUnknown } from './tags.ts';

/** end-3, GET and HEAD: the exact bytes that were pushed, from one query. */
export async function getManifest(exchange: Exchange): Promise<void> {
  const { core, req, res, name } = exchange;
  const reference = referenceOfPath(exchange);
  const manifest = await core.metadata.findManifest(name, reference);
  if (!manifest) throw await manifestUnknown(exchange, reference);
  const { etag, headers, body } = answerOf(manifest);
  if (req.headers['if-none-match'] === etag) {
    sendEmpty(res, 304, { ETag: etag, 'Docker-Content-Digest': manifest.digest });
    return;
  }
  res.writeHead(200, headers);
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  res.end(body, 'latin1');
  core.activity.pulled(
    name,
    manifest.repositoryId,
    isDigest(reference) ? undefined : reference,
    manifest.digest,
    exchange.caller,
  );
}

interface ManifestAnswer {
  etag: string;
  headers: Record<string, string | number>;
  /** The very same bytes as a string, which Node sends in one piece with the headers: a buffer would cost a second one. */
  body: string;
}

/** Of those records that the metadata remembers while nothing changes: the same one is asked for thousands of times a second. */
const answers = new WeakMap<ManifestRecord, ManifestAnswer>();

function answerOf(manifest: ManifestRecord): ManifestAnswer {
  const known = answers.get(manifest);
  if (known) return known;
  const { mediaType, content, digest } = manifest;
  const etag = `"${digest}"`;
  const headers = {
    ...apiVersion,
    'Content-Type': mediaType,
    'Content-Length': content.byteLength,
    'Docker-Content-Digest': digest,
    ETag: etag,
  };
  const { buffer, byteOffset, byteLength } = content;
  const answer = { etag, headers, body: Buffer.from(buffer, byteOffset, byteLength).toString('latin1') };
  answers.set(manifest, answer);
  return answer;
}

/** end-7. `?tag=` (development draft of the spec): a put by digest may set tags in the same step. */
export async function putManifest(exchange: Exchange): Promise<void> {
  const { core, req, res, name, caller } = exchange;
  const reference = referenceOfPath(exchange);
  const tags = exchange.query.getAll('tag').map(checkTag);
  const content = await readManifestBody(req, { limit: core.limits.manifestBytes, withinMs: core.limits.manifestMs });
  const contentType = req.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() || undefined;
  const pushed = await pushManifest(core, { name, reference, tags, contentType, content, by: caller.author });
  for (const tag of tags) res.appendHeader('OCI-Tag', tag);
  sendEmpty(res, 201, {
    Location: `${exchange.origin().url}/v2/${name}/manifests/${pushed.digest}`,
    'Docker-Content-Digest': pushed.digest,
    ...(pushed.subject ? { 'OCI-Subject': pushed.subject } : {}),
  });
}

/** end-9: a tag alone, or a manifest with all its tags. */
export async function removeManifest(exchange: Exchange): Promise<void> {
  const { core, res, name, caller } = exchange;
  const reference = referenceOfPath(exchange);
  if (isDigest(reference)) {
    const removed = await core.metadata.removeManifest(name, reference, caller.author, core.now());
    if (removed === 'unknown') throw await manifestUnknown(exchange, reference);
    if (removed !== 'removed') {
      throw new RegistryError(
        'UNSUPPORTED',
        `the index ${removed.keptBy} contains this manifest: delete the index first`,
        {
          reason: 'contained-in-index',
          remedy: 'delete the index first',
          index: removed.keptBy,
        },
      );
    }
  } else if (!(await core.metadata.removeTag(name, reference, caller.author, core.now()))) {
    throw await manifestUnknown(exchange, reference);
  }
  sendEmpty(res, 202);
}

async function manifestUnknown({ core, name }: Exchange, reference: string): Promise<RegistryError> {
  if (!(await core.metadata.findRepository(name))) return repositoryUnknown(name);
  return new RegistryError('MANIFEST_UNKNOWN', `${name} has no manifest ${reference}`, {
    reason: 'manifest-unknown',
    reference,
  });
}

function checkTag(text: string): Tag {
  const tag = parseTag(text);
  if (!tag) throw tagInvalid(text);
  return tag;
}
