import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createOrigins } from './origin.ts';

function request(remoteAddress: string, headers: Record<string, string>): IncomingMessage {
  return { headers, socket: { remoteAddress } } as unknown as IncomingMessage;
}

function origins(trustedProxies: string[] = [], publicUrl?: string) {
  return createOrigins({ publicUrl, trustedProxies, listeningAt: () => 'http://127.0.0.1:8080' });
}

describe('originOf', () => {
  it.each(['registry.example.com', '10.1.2.3:5000', '[::1]:8080', 'my_host:80'])(
    'follows the Host header %s',
    (host) => {
      expect(origins().originOf(request('9.9.9.9', { host }))).toEqual({ url: `http://${host}`, host });
    },
  );

  it.each(['', 'a"b', 'a b', 'evil/..', 'user@host', 'host:port', 'a\r\nb', '"><script>'])(
    'does not echo %j',
    (host) => {
      expect(origins().originOf(request('9.9.9.9', { host })).url).toBe('http://127.0.0.1:8080');
    },
  );

  const forwarded = { host: 'inner:8080', 'x-forwarded-host': 'outer.example', 'x-forwarded-proto': 'https' };

  it('ignores X-Forwarded-* from anybody but a trusted proxy', () => {
    expect(origins().originOf(request('10.0.0.1', forwarded)).url).toBe('http://inner:8080');
    expect(origins(['10.0.0.0/8']).originOf(request('11.0.0.1', forwarded)).url).toBe('http://inner:8080');
  });

  it('believes a trusted proxy, also through an IPv4-mapped address', () => {
    expect(origins(['10.0.0.0/8']).originOf(request('::ffff:10.0.0.1', forwarded))).toEqual({
      url: 'https://outer.example',
      host: 'outer.example',
    });
    expect(origins(['fd00::/8']).originOf(request('fd00::7', { host: 'h', 'x-forwarded-proto': 'https' })).url).toBe(
      'https://h',
    );
  });

  it('the configured address wins', () => {
    expect(origins(['10.0.0.0/8'], 'https://hub.example:444').originOf(request('10.0.0.1', forwarded))).toEqual({
      url: 'https://hub.example:444',
      host: 'hub.example:444',
    });
  });
});

describe('https', () => {
  it.each([
    [{}, 'https://h'],
    [{ 'x-forwarded-proto': 'http' }, 'http://h'],
    [{ 'x-forwarded-proto': 'ftp' }, 'https://h'],
  ])('is what the socket speaks, unless a trusted proxy says of %j', (headers, url) => {
    const encrypted = { headers: { host: 'h', ...headers }, socket: { remoteAddress: '10.0.0.1', encrypted: true } };
    expect(origins(['10.0.0.1']).originOf(encrypted as unknown as IncomingMessage).url).toBe(url);
    expect(origins().originOf(encrypted as unknown as IncomingMessage).url).toBe('https://h');
  });
});

describe('addressOf', () => {
  it('is the peer when nobody is trusted', () => {
    expect(origins().addressOf(request('10.0.0.1', { 'x-forwarded-for': '1.1.1.1' }))).toBe('10.0.0.1');
  });

  it('walks back over trusted proxies and stops at the first other address', () => {
    const headers = { 'x-forwarded-for': '6.6.6.6, 1.1.1.1, 10.0.0.2' };
    expect(origins(['10.0.0.0/8']).addressOf(request('10.0.0.1', headers))).toBe('1.1.1.1');
  });

  it.each([
    ['1.1.1.1:50123', '1.1.1.1'],
    ['[2001:db8::7]:50123', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['::ffff:1.1.1.1', '1.1.1.1'],
    ['6.6.6.6, 1.1.1.1:1, 10.0.0.2:2', '1.1.1.1'],
    ['2001:db8::7:5012', '2001:db8::7:5012'],
    ['1.1.1.1:x', '10.0.0.1'],
    ['[1.1.1.1:5', '10.0.0.1'],
    ['999.1.1.1:5', '10.0.0.1'],
  ])('reads the entry %j of a proxy that tells the port, too', (header, address) => {
    expect(origins(['10.0.0.0/8']).addressOf(request('10.0.0.1', { 'x-forwarded-for': header }))).toBe(address);
  });

  it('stops at what is no address', () => {
    expect(origins(['10.0.0.1']).addressOf(request('10.0.0.1', { 'x-forwarded-for': '1.1.1.1, <script>' }))).toBe(
      '10.0.0.1',
    );
    expect(origins(['10.0.0.1']).addressOf(request('10.0.0.1', {}))).toBe('10.0.0.1');
  });
});
