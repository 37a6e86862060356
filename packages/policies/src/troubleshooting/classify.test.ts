import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TroubleCause, troubleCauses } from './causes.ts';
import { classifyTrouble } from './classify.ts';
import { signatures } from './signatures.ts';

const at = 'registry.example.com:5000';

/** As skopeo 1.9 and podman 4.3 printed them at a running server; those of docker, containerd, Kubernetes and SWR as documented. */
const texts: [TroubleCause, string, object?][] = [
  [
    'http-given-to-https-client',
    `time="2026-11-26T14:23:55Z" level=fatal msg="Error parsing image name \\"docker://127.0.0.1:32815/acme/web:v1\\": pinging container registry 127.0.0.1:32815: Get \\"https://127.0.0.1:32815/v2/\\": http: server gave HTTP response to HTTPS client"`,
    { host: '127.0.0.1:32815', repository: 'acme/web', reference: 'v1' },
  ],
  [
    'not-logged-in',
    `time="2026-11-26T14:23:55Z" level=fatal msg="Error parsing image name \\"docker://${at}/acme/web:v1\\": reading manifest v1 in ${at}/acme/web: errors:\\ndenied: requested access to the resource is denied\\nunauthorized: nobody is logged in, and acme/web is not open to everybody for this: log in with docker login (or the same command of another client), then try again (refusal R-PDDF-BCSX-KKNE)\\n"`,
    { host: at, repository: 'acme/web', reference: 'v1', refusal: 'R-PDDF-BCSX-KKNE' },
  ],
  [
    'denied',
    `Error: initializing source docker://${at}/acme/web:v1: reading manifest v1 in ${at}/acme/web: denied: image acme/web does not exist, or you may not pull from it: check the name, or ask whoever manages acme for permission (refusal r-aegs-094r-tztg)`,
    { repository: 'acme/web', refusal: 'R-AEGS-094R-TZTG' },
  ],
  [
    'organization-unknown',
    `writing blob: initiating layer upload to /v2/nope/web/blobs/uploads/ in ${at}: denied: organization \\"nope\\" does not exist: create it in the console at https://${at}/organizations (or ask an administrator of your account), then push again (refusal R-PQFE-Q6B5-CQRQ)`,
    { refusal: 'R-PQFE-Q6B5-CQRQ' },
  ],
  [
    'name-invalid',
    `writing blob: initiating layer upload to /v2/web/blobs/uploads/ in ${at}: name invalid: this image name is not allowed: a name has at least two parts, organization/image; put the organization before it (refusal R-159Q-7DYN-5QQM)`,
  ],
  ['credentials-wrong', `Error: logging into "${at}": invalid username/password`],
  [
    'credentials-wrong',
    `writing blob: unable to retrieve auth token: invalid username/password: unauthorized: the user name or the password is wrong; check both (refusal R-R1CX-7SE8-ZXYD)`,
  ],
  [
    'manifest-unknown',
    `Error: initializing source docker://${at}/library/web:nope: reading manifest nope in ${at}/library/web: manifest unknown: library/web has no manifest nope; check the tag (refusal R-FBNH-KV5F-5ZNV)`,
    { repository: 'library/web', reference: 'nope' },
  ],
  ['image-not-local', `Error: ${at}/library/none:v1: image not known`, { repository: 'library/none', reference: 'v1' }],
  [
    'short-name',
    'Error: short-name "web" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf"',
  ],
  [
    'connection-refused',
    'pinging container registry 127.0.0.1:1: Get "https://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused',
    { host: '127.0.0.1:1' },
  ],
  [
    'host-unknown',
    'pinging container registry no-such-host.invalid: Get "https://no-such-host.invalid/v2/": dial tcp: lookup no-such-host.invalid on 192.0.2.53:53: no such host',
    { host: 'no-such-host.invalid' },
  ],
  [
    'name-invalid',
    `Error parsing image name "docker://${at}/Acme/web:v1": invalid reference format: repository name must be lowercase`,
  ],
  [
    'certificate-authority-unknown',
    'Error response from daemon: Get "https://registry.example.com/v2/": x509: certificate signed by unknown authority',
    { host: 'registry.example.com' },
  ],
  [
    'certificate-authority-unknown',
    'failed to verify certificate: x509: certificate signed by unknown authority (possibly because of "x509: invalid signature" while trying to verify candidate authority certificate "Wharf")',
  ],
  [
    'certificate-expired',
    'x509: certificate has expired or is not yet valid: current time 2026-11-26T14:21:35Z is after 2026-01-01T00:00:00Z',
  ],
  [
    'certificate-wrong-host',
    'Get "https://10.0.0.5/v2/": tls: failed to verify certificate: x509: certificate is valid for registry.example.com, localhost, not 10.0.0.5',
    { host: '10.0.0.5', names: 'registry.example.com, localhost' },
  ],
  ['certificate-wrong-host', "x509: cannot validate certificate for 10.0.0.5 because it doesn't contain any IP SANs"],
  [
    'http-sent-to-https-server',
    'Error response from daemon: login attempt to http://10.0.0.5:443/v2/ failed with status: 400 Bad Request: Client sent an HTTP request to an HTTPS server.',
  ],
  ['denied', 'denied: requested access to the resource is denied'],
  ['denied', 'denied: you do not have the permission'],
  [
    'denied',
    'error pulling image: failed to authorize: failed to fetch oauth token: unexpected status: 403 Forbidden',
    { status: 403 },
  ],
  ['not-logged-in', 'no basic auth credentials'],
  [
    'not-logged-in',
    `pull access denied for ${at}/acme/web, repository does not exist or may require 'docker login'`,
    { host: at, repository: 'acme/web' },
  ],
  ['not-logged-in', 'unauthorized: authentication required'],
  ['image-not-local', `An image does not exist locally with the tag: ${at}/acme/web`],
  ['image-not-local', `tag does not exist: ${at}/acme/web:v1`, { repository: 'acme/web', reference: 'v1' }],
  ['name-invalid', "name invalid: 'repository' is invalid"],
  [
    'manifest-unknown',
    `Error response from daemon: manifest for ${at}/acme/web:v9 not found: manifest unknown`,
    { reference: 'v9' },
  ],
  [
    'manifest-unknown',
    `failed to pull and unpack image "${at}/acme/web:v9": failed to resolve reference "${at}/acme/web:v9": ${at}/acme/web:v9: not found`,
  ],
  [
    'platform-missing',
    'no matching manifest for linux/arm64/v8 in the manifest list entries',
    { platform: 'linux/arm64/v8' },
  ],
  ['connection-cut', 'Error response from daemon: Get "https://registry.example.com/v2/": EOF'],
  ['connection-cut', 'write tcp 10.0.0.1:51234->10.0.0.5:443: write: connection reset by peer'],
  [
    'timeout',
    'Get "https://registry.example.com/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
  ],
  ['timeout', 'dial tcp 10.0.0.5:443: i/o timeout', { host: '10.0.0.5:443' }],
  ['timeout', 'net/http: TLS handshake timeout'],
  [
    'proxy-body-limit',
    'error parsing HTTP 413 response body: invalid character \'<\' looking for beginning of value: "<html>\\r\\n<head><title>413 Request Entity Too Large</title>"',
    { status: 413 },
  ],
  [
    'proxy-answered',
    'error parsing HTTP 404 response body: no error details found in HTTP response body: "{}"',
    { status: 404 },
  ],
  ['proxy-answered', 'received unexpected HTTP status: 502 Bad Gateway', { status: 502 }],
  ['too-many-requests', 'toomanyrequests: too many wrong passwords came from there; wait as long as the answer says'],
  ['too-many-requests', 'denied: Not allow to login, upload or download image'],
  ['client-disk-full', 'failed to register layer: write /usr/lib/libx.so: no space left on device'],
  [
    'server-disk-full',
    "blob upload invalid: the registry's storage is full; tell whoever runs the server (refusal R-159Q-7DYN-5QQM)",
  ],
  [
    'content-trust',
    'Error: remote trust data does not exist for registry.example.com/acme/web: registry.example.com does not have trust data',
  ],
  [
    'daemon-not-running',
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
  ],
  [
    'daemon-forbidden',
    'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
  ],
  ['client-missing', 'bash: docker: command not found'],
  [
    'credential-helper',
    'error getting credentials - err: exec: "docker-credential-desktop": executable file not found in $PATH, out: ``',
  ],
  [
    'pull-secret-missing',
    'Warning  FailedToRetrieveImagePullSecret  Unable to retrieve some image pull secrets (default-secret); attempting to pull the image may not succeed.',
  ],
  [
    'network-refused',
    'denied: your address 203.0.113.7 is in no network that may use this server, and access from elsewhere is off',
  ],
  [
    'digest-differs',
    'failed commit on ref "layer-sha256:abc": unexpected commit digest sha256:def, expected sha256:abc: failed precondition',
  ],
  [
    'upload-lost',
    'blob upload unknown: this upload does not exist: it was finished, cancelled, or left alone too long',
  ],
  ['archive-format', '镜像格式不合法'],
];

describe('an error text', () => {
  it.each(texts)('is %s: %s', (cause, text, facts = {}) => {
    const found = classifyTrouble(text);
    expect(found.cause).toBe(cause);
    expect(found.facts).toMatchObject(facts);
  });

  it('is read through colours, and from its ends when it is long', () => {
    const noise = 'Copying blob 3c2cba919283 done\n'.repeat(5000);
    expect(classifyTrouble(`${noise}\u001b[31mdenied: requested access to the resource is denied\u001b[0m`).cause).toBe(
      'denied',
    );
  });

  it('is left alone when nobody knows it', () => {
    expect(classifyTrouble('all is well')).toEqual({ cause: undefined, facts: {} });
    expect(classifyTrouble('')).toEqual({ cause: undefined, facts: {} });
  });

  it('is read to its end, whatever it is: a pattern that tries all ways would not come back', () => {
    const piece = fc.constantFrom('a.', 'a/', 'a-', ':1', '/', 'http://', 'image ', '[::', 'R-', ' ', '\n', 'not ');
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
        expect(classifyTrouble(pieces.join('').repeat(2500))).toHaveProperty('facts');
      }),
      { numRuns: 40 },
    );
  });

  it('is looked through in pieces: no pattern reads a long line to its end from each of many beginnings', () => {
    for (const [cause, { source }] of signatures) expect([cause, /(?<!\\)\.[*+]/.test(source)]).toEqual([cause, false]);
  });

  it.each(['$(id)', '`id`', ';id', '|sh', '&id', '>f', '\\n', '{a,b}', '*', "'", '!x'])(
    'names no image with %j in it, since commands to copy are made of the names',
    (trap) => {
      const { facts } = classifyTrouble(`Get "https://${at}/v2/acme/web${trap}/manifests/v1": manifest unknown`);
      expect(facts.repository ?? '').toMatch(/^[\w./-]*$/);
      const other = classifyTrouble(`Get "https://${at}/v2/acme/web/manifests/v1${trap}": manifest unknown`);
      expect(other.facts.repository).toBe('acme/web');
      expect(other.facts.reference ?? '').toMatch(/^[\w.:-]*$/);
    },
  );

  it('names no more of an address than a name can have: what ends it is looked for from each character on', () => {
    const { facts } = classifyTrouble(`https://${at}/v2/acme/web/manifests/a${'.'.repeat(19_000)}b`);
    expect([facts.host, facts.reference]).toEqual([at, 'a']);
    expect(classifyTrouble(`https://${at}/v2/a${'/'.repeat(19_000)}b/manifests/v1`).facts).toEqual({ host: at });
  });

  it('has a signature for each cause, and a text here for nearly each', () => {
    expect(new Set(signatures.map(([cause]) => cause))).toEqual(new Set(troubleCauses));
    const missing = troubleCauses.filter((cause) => !texts.some(([known]) => known === cause));
    expect(missing).toEqual(['tls-failed', 'secret-typed', 'second-factor', 'quota']);
  });
});
