import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { AuditEvent } from '@wharf/api';
import type { EventTarget } from './forward-events.ts';

// RFC 5424, 6.2.1: facility 13, log audit; severities informational and notice.
const facility = 13;
const severities = { done: 6, refused: 5 } as const;
/** Of one datagram; RFC 5426, 3.2 lets receivers cut off what is longer than 2048. */
const datagramBytes = 2048;
const connectMs = 10_000;
const closeMs = 5_000;

/**
 * Events as syslog messages (RFC 5424), each with the event as JSON: over UDP (RFC 5426: nobody tells whether they arrive), TCP
 * (RFC 6587, octet counting) or TLS (RFC 5425).
 * @param url `udp://host:514`, `tcp://host:601` or `tls://host:6514`
 */
export function syslogTarget(url: string, tls: ConnectionOptions = {}): EventTarget {
  const { protocol, hostname: host, port } = new URL(url);
  const place = { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
  return {
    kind: 'syslog',
    shown: `${protocol}//${host}:${port}`,
    deliver(events, signal) {
      if (protocol === 'udp:') return sendDatagrams(place, events.map(datagramOf), signal);
      const connection =
        protocol === 'tls:' ? connectTls({ ...place, servername: place.host, ...tls }) : connectTcp(place);
      const frames = events.map((event) => {
        const message = syslogMessage(event);
        return Buffer.concat([Buffer.from(`${message.length} `), message]);
      });
      return sendStream(connection, protocol === 'tls:' ? 'secureConnect' : 'connect', Buffer.concat(frames), signal);
    },
  };
}

/** RFC 5424, 6: the header, no structured data, and the event as JSON. */
export function syslogMessage(event: AuditEvent): Buffer {
  const priority = facility * 8 + severities[event.result];
  const host = printable(hostname(), 255);
  const header = `<${priority}>1 ${event.at} ${host} wharf ${process.pid} ${printable(event.type, 32)} -`;
  return Buffer.from(`${header} ${JSON.stringify(event)}`);
}

function datagramOf(event: AuditEvent): Buffer {
  const whole = syslogMessage(event);
  return whole.length <= datagramBytes ? whole : syslogMessage({ ...event, payload: {} });
}

/** PRINTUSASCII of the RFC. */
function printable(text: string, limit: number): string {
  return text.replace(/[^!-~]/g, '_').slice(0, limit) || '-';
}

async function sendDatagrams(place: { host: string; port: number }, messages: Buffer[], signal: AbortSignal) {
  const socket = createSocket(place.host.includes(':') ? 'udp6' : 'udp4');
  try {
    // Connected, so that a port where nobody listens is told.
    socket.connect(place.port, place.host);
    await once(socket, 'connect', { signal });
    for (const message of messages) {
      signal.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        socket.send(message, (error) => (error ? reject(error) : resolve()));
      });
    }
  } finally {
    socket.close();
  }
}

/** Resolves when the receiver has closed after the last byte: only then it is likely that it read them all. */
async function sendStream(socket: Socket, ready: string, bytes: Buffer, signal: AbortSignal): Promise<void> {
  const failed = new Promise<never>((_, reject) => socket.once('error', reject));
  failed.catch(() => {});
  try {
    await Promise.race([
      failed,
      once(socket, ready, { signal: AbortSignal.any([signal, AbortSignal.timeout(connectMs)]) }),
    ]);
    socket.resume();
    const closed = once(socket, 'close', { signal: AbortSignal.any([signal, AbortSignal.timeout(closeMs)]) });
    closed.catch(() => {});
    await Promise.race([failed, new Promise<void>((resolve) => socket.end(bytes, () => resolve()))]);
    await Promise.race([failed, closed.catch(() => signal.throwIfAborted())]);
  } finally {
    socket.destroy();
  }
}
