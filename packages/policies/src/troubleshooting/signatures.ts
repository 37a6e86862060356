import type { TroubleCause } from './causes.ts';

/**
 * By what the texts of docker, podman, containerd, skopeo, Kubernetes and SWR's own FAQ are known. The first that fits counts:
 * what says most stands first, since a `denied` often stands beside the true cause. No `.*`: from each of many beginnings in a long
 * line it would read to the end, and the server does nothing else meanwhile.
 */
export const signatures: readonly [TroubleCause, RegExp][] = [
  [
    'client-missing',
    /\b(?:docker|podman|nerdctl|ctr|skopeo|crictl): (?:command )?not found|command not found: (?:docker|podman)/i,
  ],
  ['daemon-forbidden', /permission denied while trying to connect to the docker (?:daemon|api)/i],
  ['daemon-not-running', /cannot connect to the docker daemon|is the docker daemon running|cannot connect to podman/i],
  ['credential-helper', /docker-credential-\S+|error (?:getting|saving) credentials - err/i],
  ['pull-secret-missing', /imagepullsecrets?|unable to retrieve some image pull secrets|^not logged ?in\b/im],
  ['client-disk-full', /no space left on device|disk quota exceeded/i],
  [
    'http-given-to-https-client',
    /server gave http response to https client|first record does not look like a tls handshake|wrong version number/i,
  ],
  [
    'http-sent-to-https-server',
    /client sent an http request to an https server|plain http request was sent to https port/i,
  ],
  [
    'certificate-expired',
    /certificate has expired|certificate is not yet valid|not yet valid: current time|expired certificate/i,
  ],
  [
    'certificate-wrong-host',
    /certificate is valid for .{0,2000},? not |doesn't contain any (?:ip )?sans|certificate is not valid for any names|relies on legacy common name|hostname mismatch|does not match (?:host|target)/i,
  ],
  [
    'certificate-authority-unknown',
    /signed by unknown authority|unknown certificate authority|self[- ]signed certificate|unable to get local issuer|certificate verify failed|certificate is not trusted/i,
  ],
  [
    'tls-failed',
    /remote error: tls|tls: (?:handshake failure|protocol version|no supported versions|bad certificate)|ssl_error|sslv3 alert/i,
  ],
  ['server-disk-full', /registry's storage is full|\b507\b.{0,200}(?:storage|insufficient)/i],
  [
    'network-refused',
    /is in no network that may use this server|comes in, is for pushing only|cannot tell which address you come from/i,
  ],
  ['secret-typed', /this is the secret of the access key/i],
  ['second-factor', /has a second factor/i],
  ['quota', /\bquota\b|holds all (?:the )?\w+ that it may|may (?:have|hold) at most/i],
  ['proxy-body-limit', /\b413\b|request entity too large|payload too large|content too large/i],
  [
    'too-many-requests',
    /toomanyrequests|too many requests|\b429\b|too many (?:wrong|failed)|rate limit|not allow to login, upload or download/i,
  ],
  [
    'proxy-answered',
    /error parsing http \d+ response body|invalid character '<'|\b50[234]\b (?:bad gateway|service unavailable|gateway time-?out)|<html|unexpected http status: 50[234]/i,
  ],
  [
    'host-unknown',
    /no such host|name or service not known|temporary failure in name resolution|could not resolve host|server misbehaving/i,
  ],
  ['connection-refused', /connection refused|no route to host|network is unreachable/i],
  [
    'timeout',
    /i\/o timeout|context deadline exceeded|client\.timeout exceeded|tls handshake timeout|request canceled while waiting|operation timed out|connection timed out|timeout awaiting/i,
  ],
  [
    'content-trust',
    /remote trust data does not exist|no trust data|signature.{0,200}(?:required|was required)|source image rejected/i,
  ],
  ['organization-unknown', /organization "[^"]*" does not exist|the organization of \S+ does not exist/i],
  [
    'name-invalid',
    /name[_ ]invalid|invalid reference format|invalid repository name|repository name must be lowercase|is not allowed: |'repository' is invalid|invalid image name/i,
  ],
  ['short-name', /short-name .{0,300} did not resolve|unqualified-search registries/i],
  [
    'image-not-local',
    /tag does not exist|does not exist locally|no such image|image not known|unable to find image '[^']+' locally$/i,
  ],
  [
    'platform-missing',
    /no matching manifest for|no image found in (?:manifest list|image index)|does not match the (?:detected|specified) (?:host )?platform|no match for platform/i,
  ],
  [
    'manifest-unknown',
    /manifest unknown|manifest_unknown|manifest for \S+ not found|has no manifest|name unknown|nothing has been pushed|image \S+: not found|failed to resolve reference .{0,600}: not found/i,
  ],
  [
    'upload-lost',
    /blob upload (?:unknown|invalid)|unknown blob|blob unknown|this upload does not exist|upload was lost/i,
  ],
  [
    'digest-differs',
    /digest did not match|digest invalid|digest mismatch|verification failed for digest|have the digest|failed commit on ref|unexpected commit digest/i,
  ],
  ['archive-format', /镜像格式不合法|image format invalid|is no tar archive|not a tar|invalid tar header|鉴权失败/i],
  [
    'not-logged-in',
    /no basic auth credentials|authentication required|authorization failed: no basic auth|nobody is logged in|pull access denied|sign in to use this registry/i,
  ],
  [
    'credentials-wrong',
    /(?:user ?name or (?:the )?password) is wrong|incorrect username or password|invalid username\/password|login attempt to \S+ failed|this (?:user|login|robot|account|access key) (?:is disabled|has expired|was revoked)|the token is not valid|access key is unknown|unable to retrieve auth token|unauthorized/i,
  ],
  ['denied', /\bdenied\b|insufficient_scope|permission|\b403\b|forbidden/i],
  // Last: many a true cause ends with it.
  [
    'connection-cut',
    /\bEOF\b|connection reset by peer|broken pipe|use of closed network connection|unexpected end of/i,
  ],
];
