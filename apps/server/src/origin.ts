import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Origin } from '@wharf/registry';
import { createLru } from './auth/lru.ts';

export interface Origins {
  /** The scheme, host and port by which the client came. */
  originOf(request: IncomingMessage): Origin;
  /** The client's IP address. */
  addressOf(request: IncomingMessage): string;
}

// RFC 3986, 3.2.2 reg-name without percent-encoding, or an IPv6 literal; with an optional port.
const hostPattern = /^(?:[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,253})|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/;

/**
 * @param settings.publicUrl overrides what requests say.
 * @param settings.trustedProxies addresses and networks whose `X-Forwarded-*` count: anybody else could write there
 * whatever he likes.
 * @param settings.listeningAt `http://127.0.0.1:8080`: stands in where a request names no valid host.
 */
export function createOrigins(settings: {
  publicUrl: string | undefined;
  trustedProxies: readonly string[];
  listeningAt(): string;
}): Origins {
  const trusts = settings.trustedProxies.length === 0 ? () => false : trustIn(settings.trustedProxies);
  const fixed = settings.publicUrl === undefined ? undefined : originFrom(settings.publicUrl);
  return {
    originOf(request) {
      if (fixed) return fixed;
      const forwarded = trusts(peerOf(request));
      const host = (forwarded && firstOf(request.headers['x-forwarded-host'])) || request.headers.host || '';
      if (!hostPattern.test(host)) return originFrom(settings.listeningAt());
      const scheme = (forwarded && forwardedScheme(request)) || (isEncrypted(request) ? 'https' : 'http');
      return { url: `${scheme}://${host}`, host };
    },
    addressOf(request) {
      let address = peerOf(request);
      if (!trusts(address)) return address;
      // Each proxy appends the address it was called from, so the list is believed from its end, for as long as the
      // one who wrote the entry is trusted.
      const hops = String(request.headers['x-forwarded-for'] ?? '').split(',');
      while (trusts(address)) {
        const hop = hopOf(hops.pop()?.trim() ?? '');
        if (isIP(hop) === 0) break;
        address = hop;
      }
      return address;
    },
  };
}

function forwardedScheme({ headers }: IncomingMessage): 'http' | 'https' | undefined {
  const scheme = firstOf(headers['x-forwarded-proto'])?.toLowerCase();
  return scheme === 'https' || scheme === 'http' ? scheme : undefined;
}

function isEncrypted({ socket }: IncomingMessage): boolean {
  return (socket as Partial<TLSSocket>).encrypted === true;
}

function originFrom(url: string): Origin {
  return { url, host: url.slice(url.indexOf('//') + 2) };
}

function peerOf(request: IncomingMessage): string {
  return plain(request.socket.remoteAddress ?? '');
}

/** An IPv4 client on a socket that speaks both shows as `::ffff:10.0.0.1`. */
function plain(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}

/**
 * An entry of `X-Forwarded-For`: an address, to which some proxies add the port of the client. One that is not read would leave the
 * proxy's own address in its place, for which other network rules may hold.
 */
function hopOf(entry: string): string {
  const address = /^\[([\da-f:.]+)\](?::\d{1,5})?$/i.exec(entry)?.[1] ?? entry.replace(/^([\d.]{7,15}):\d{1,5}$/, '$1');
  return plain(address);
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return String(header ?? '')
    .split(',')[0]
    ?.trim();
}

/** Costs an object of Node's for each question: not asked where nobody is trusted. */
function trustIn(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  // The list takes microseconds, and every request asks several times.
  const known = createLru<boolean>(1000);
  return (address) => {
    const before = known.get(address);
    if (before !== undefined) return before;
    const trusted = isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
    known.set(address, trusted);
    return trusted;
  };
}
