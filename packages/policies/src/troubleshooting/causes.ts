/** What goes wrong between a client and a registry, in the words that the console explains. */
export const troubleCauses = [
  // TLS
  'certificate-authority-unknown',
  'certificate-expired',
  'certificate-wrong-host',
  'http-given-to-https-client',
  'http-sent-to-https-server',
  'tls-failed',
  // The way to the server
  'host-unknown',
  'connection-refused',
  'timeout',
  'connection-cut',
  'network-refused',
  'proxy-body-limit',
  'proxy-answered',
  // Who asks
  'credentials-wrong',
  'not-logged-in',
  'denied',
  'too-many-requests',
  'secret-typed',
  'second-factor',
  'credential-helper',
  'pull-secret-missing',
  // What is asked for
  'name-invalid',
  'short-name',
  'organization-unknown',
  'image-not-local',
  'manifest-unknown',
  'platform-missing',
  'quota',
  'content-trust',
  // Bytes
  'upload-lost',
  'digest-differs',
  'client-disk-full',
  'server-disk-full',
  // The client itself
  'daemon-not-running',
  'daemon-forbidden',
  'client-missing',
  'archive-format',
] as const;
export type TroubleCause = (typeof troubleCauses)[number];
