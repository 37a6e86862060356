import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { formatAddress, parseAddress } from '@wharf/policies/network';

/** What clients see of the server's certificate. */
export interface CertificateFacts {
  /** Host names and addresses that it is for. */
  names: string[];
  expiresAt: Date;
  /** SHA-256 of it, `AB:CD:...`: what a client can compare before it trusts. */
  fingerprint: string;
  /** Nobody but itself vouches for it: clients have to be told to trust it. */
  selfSigned: boolean;
  /** It alone, without what follows it in its file. */
  pem: string;
}

/** Reads the first certificate of a PEM file, which is the server's own (RFC 8446, 4.4.2). @throws Error when there is none */
export function readCertificate(pem: string | Buffer): CertificateFacts {
  const certificate = new X509Certificate(pem);
  return {
    names: namesOf(certificate),
    expiresAt: new Date(certificate.validTo),
    fingerprint: certificate.fingerprint256,
    // Not `checkIssued`: that wants of it that it may sign others.
    selfSigned: certificate.issuer === certificate.subject && certificate.verify(certificate.publicKey),
    pem: certificate.toString(),
  };
}

/** Whether clients that come by this name or address will take the certificate for the server's. */
export function isFor(pem: string, name: string): boolean {
  const certificate = new X509Certificate(pem);
  return (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined;
}

/** For people to read; Node's own text of them, `DNS:a.example, IP Address:10.0.0.1`. */
function namesOf({ subjectAltName }: X509Certificate): string[] {
  return (subjectAltName ?? '')
    .split(', ')
    .filter((entry) => /^(?:DNS|IP Address):/.test(entry))
    .map((entry) => {
      const name = entry.slice(entry.indexOf(':') + 1);
      const address = parseAddress(name);
      return address ? formatAddress(address) : name;
    });
}
