import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import type { Result } from '@wharf/api';
import { createGate } from '../../auth/gate.ts';
import { ApiError } from '../../bff/problem.ts';
import type { RequestContext } from '../../bff/request-context.ts';
import type { Services } from '../../bff/services.ts';
import { isFor } from '../../tls/certificate.ts';

type Check = Result<'createCertificateCheck'>;

const connectMs = 5000;
const chainLimit = 8;
const oneAtATime = createGate(1, 10);

/**
 * The certificate that clients see at an address of this server. It connects to the public URL of the configuration only:
 * any other name, the one that a request says it came by too, would make the server knock where its caller likes.
 * @throws ApiError `invalid-input` for an address of somebody else
 */
export async function checkCertificate(
  services: Services,
  { origin }: RequestContext,
  address: string,
): Promise<Check> {
  const { config } = services;
  const asked = readAddress(address) ?? origin.url;
  const wanted = new URL(asked);
  const publicUrl = config.publicUrl === undefined ? undefined : new URL(config.publicUrl);
  if (publicUrl?.host === wanted.host) {
    if (publicUrl.protocol === 'http:') return nothing('plain', wanted.hostname);
    return await oneAtATime(() => readChain(publicUrl));
  }
  if (wanted.host !== new URL(origin.url).host) {
    const message = 'only addresses of this server are looked at: the one by which you came, and its public one';
    throw new ApiError('invalid-input', message, { fields: [{ field: 'body.address', problem: 'not-this-server' }] });
  }
  return (
    ownCertificate(services, wanted.hostname) ??
    nothing(origin.url.startsWith('https:') ? 'elsewhere' : 'plain', wanted.hostname)
  );
}

/** What this process itself shows to clients. */
function ownCertificate({ certificate, now }: Services, host: string): Check | undefined {
  const own = certificate();
  if (!own) return undefined;
  return {
    state: 'read',
    host,
    forHost: isFor(own.pem, bare(host)),
    inTime: own.expiresAt > now(),
    // Who signed it is not looked up here: a client may know more authorities, or fewer.
    trusted: own.selfSigned ? false : null,
    chain: [
      {
        subject: own.names[0] ?? '',
        issuer: own.selfSigned ? (own.names[0] ?? '') : '',
        names: own.names,
        expiresAt: own.expiresAt.toISOString(),
        fingerprint: own.fingerprint,
      },
    ],
  };
}

async function readChain(url: URL): Promise<Check> {
  const socket = await handshake(url);
  if (!socket) return nothing('unreachable', url.hostname);
  const chain: DetailedPeerCertificate[] = [];
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (next?.raw && chain.length < chainLimit && !chain.includes(next)) {
    chain.push(next);
    next = next.issuerCertificate;
  }
  const { authorized, authorizationError } = socket;
  socket.destroy();
  const [own] = chain;
  const expiresAt = own ? Date.parse(own.valid_to) : 0;
  return {
    state: 'read',
    host: url.hostname,
    forHost: own ? isFor(pemOf(own), bare(url.hostname)) : null,
    inTime: own ? expiresAt > Date.now() && Date.parse(own.valid_from) <= Date.now() : null,
    trusted: authorized || String(authorizationError) === 'ERR_TLS_CERT_ALTNAME_INVALID',
    chain: chain.map((each) => ({
      subject: nameOf(each.subject),
      issuer: nameOf(each.issuer),
      names: (each.subjectaltname ?? '')
        .split(', ')
        .filter(Boolean)
        .map((entry) => entry.slice(entry.indexOf(':') + 1)),
      expiresAt: new Date(each.valid_to).toISOString(),
      fingerprint: each.fingerprint256,
    })),
  };
}

function handshake(url: URL): Promise<TLSSocket | undefined> {
  return new Promise((resolve) => {
    const host = bare(url.hostname);
    const servername = isIP(host) === 0 ? { servername: host } : {};
    const socket = connect({ host, port: Number(url.port || 443), ...servername, rejectUnauthorized: false });
    const give = (found: TLSSocket | undefined) => {
      if (!found) socket.destroy();
      resolve(found);
    };
    socket.setTimeout(connectMs, () => give(undefined));
    socket.once('secureConnect', () => give(socket));
    socket.once('error', () => give(undefined));
  });
}

function nothing(state: Check['state'], host: string): Check {
  return { state, host, forHost: null, inTime: null, trusted: null, chain: [] };
}

/** A URL, or a host with or without a port; undefined when it is empty. */
function readAddress(text: string): string | undefined {
  if (text === '') return undefined;
  try {
    return new URL(/^https?:\/\//i.test(text) ? text : `https://${text}`).origin;
  } catch {
    throw new ApiError('invalid-input', 'this is no address', {
      fields: [{ field: 'body.address', problem: 'not-this-server' }],
    });
  }
}

/** Without the brackets of an IPv6 address. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function nameOf({ CN, O }: DetailedPeerCertificate['subject']): string {
  return [CN ?? O ?? ''].flat().join(', ');
}

function pemOf({ raw }: DetailedPeerCertificate): string {
  return `-----BEGIN CERTIFICATE-----\n${raw.toString('base64')}\n-----END CERTIFICATE-----\n`;
}
