import { type Digest, type ErrorBody, isDigest } from '@wharf/oci';
import { type Answer, header, json, type Sending, send } from './http.ts';
import { blobsOf, type Content, type TestImage, type TestIndex } from './images.ts';

/** Calls to `/v2/` with one Authorization, as thin as can be: tests see every answer. */
export interface Registry {
  readonly url: string;
  /** `path` begins with `/`, below `/v2`; a whole URL (a Location) is taken as it is. */
  call(method: string, path: string, sending?: Omit<Sending, 'method'>): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  head(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Opens an upload session; gives the URL to go on with. */
  openUpload(name: string): Promise<string>;
  /** POST, then PUT of all bytes. */
  pushBlob(name: string, bytes: Uint8Array, digest: Digest): Promise<void>;
  putManifest(name: string, reference: string, manifest: Content): Promise<Answer>;
  /** Blobs, then manifest; the answer of the last PUT is 201 or this rejects. */
  pushImage(name: string, reference: string, image: TestImage): Promise<Answer>;
  pushIndex(name: string, reference: string, index: TestIndex): Promise<Answer>;
}

export function registryAt(url: string, authorization?: string): Registry {
  const call: Registry['call'] = (method, path, { headers = {}, ...rest } = {}) =>
    send(path.startsWith('http') ? path : `${url}/v2${path}`, {
      method,
      headers: { ...(authorization ? { authorization } : {}), ...headers },
      ...rest,
    });
  const registry: Registry = {
    url,
    call,
    get: (path, headers = {}) => call('GET', path, { headers }),
    head: (path, headers = {}) => call('HEAD', path, { headers }),
    openUpload: async (name) => {
      const opened = expectStatus(await call('POST', `/${name}/blobs/uploads/`), 202);
      return locationOf(url, opened);
    },
    pushBlob: async (name, bytes, digest) => {
      const location = await registry.openUpload(name);
      expectStatus(await call('PUT', closing(location, digest), { body: bytes, headers: octets }), 201);
    },
    putManifest: (name, reference, { descriptor, bytes }) =>
      call('PUT', `/${name}/manifests/${reference}`, {
        body: bytes,
        headers: { 'content-type': descriptor.mediaType },
      }),
    pushImage: async (name, reference, image) => {
      for (const { bytes, descriptor } of blobsOf(image)) await registry.pushBlob(name, bytes, descriptor.digest);
      return expectStatus(await registry.putManifest(name, reference, image.manifest), 201);
    },
    pushIndex: async (name, reference, { images, index }) => {
      for (const image of images) await registry.pushImage(name, image.manifest.descriptor.digest, image);
      return expectStatus(await registry.putManifest(name, reference, index), 201);
    },
  };
  return registry;
}

/** The upload URL with the digest that closes it; a Location may carry a query of its own. */
export function closing(location: string, digest: string): string {
  return `${location}${location.includes('?') ? '&' : '?'}digest=${digest}`;
}

export const octets = { 'content-type': 'application/octet-stream' };

/** Rejects with the answer's own words unless it has this status. */
export function expectStatus(answer: Answer, status: number): Answer {
  if (answer.status !== status) {
    throw new Error(`expected ${status}, got ${answer.status}: ${answer.body.toString().slice(0, 1000)}`);
  }
  return answer;
}

/** The absolute URL of a Location, which may be relative (RFC 9110, 10.2.2). */
export function locationOf(url: string, answer: Answer): string {
  return new URL(header(answer, 'location'), url).href;
}

/** The first error of a refusal, checked to have the spec's form ("Error Codes"). */
export function errorOf(answer: Answer): {
  status: number;
  code: string;
  message: string;
  detail: Record<string, unknown>;
} {
  const { errors } = json<Partial<ErrorBody>>(answer);
  const [first] = errors ?? [];
  if (!first || typeof first.code !== 'string' || typeof first.message !== 'string') {
    throw new Error(`not the error body of the spec: ${answer.body.toString().slice(0, 500)}`);
  }
  if (!/^[A-Z_]+$/.test(first.code)) throw new Error(`an error code is upper case and underscore: ${first.code}`);
  const type = header(answer, 'content-type');
  if (!type.startsWith('application/json')) throw new Error(`an error body has the type ${type}`);
  return { status: answer.status, code: first.code, message: first.message, detail: (first.detail ?? {}) as never };
}

/** The URL of `Link: <...>; rel="next"` (RFC 8288), or undefined on the last page. */
export function nextOf(url: string, answer: Answer): string | undefined {
  const link = answer.headers.link;
  if (link === undefined) return undefined;
  const found = /^<([^>]+)>;\s*rel="?next"?$/.exec(String(link));
  if (!found?.[1]) throw new Error(`not a Link to the next page: ${link}`);
  return new URL(found[1], url).href;
}

export function digestHeader(answer: Answer): Digest {
  const digest = header(answer, 'docker-content-digest');
  if (!isDigest(digest)) throw new Error(`Docker-Content-Digest is no digest: ${digest}`);
  return digest;
}
