import { readFile } from 'node:fs/promises';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import type { Log } from '@wharf/registry';
import { type Config, ConfigError } from '../config.ts';
import { type CertificateFacts, readCertificate } from './certificate.ts';
import { ensureSelfSigned } from './self-signed.ts';

export interface KeyPair {
  cert: string;
  key: string;
}

interface Follower {
  setSecureContext(options: SecureContextOptions): void;
}

/** The server's certificate, which may change while it runs. */
export interface Tls {
  /** What holds now, for `createServer`. */
  options(): SecureContextOptions;
  certificate(): CertificateFacts;
  /** From now on this server gets each new certificate; connections that are open keep theirs. */
  follow(server: Follower): void;
  /** Looks for a new one now. */
  check(): Promise<void>;
  stop(): Promise<void>;
}

// Mozilla's "intermediate": what is left out is what nobody should speak any more. All of them have forward secrecy.
const policy: SecureContextOptions = {
  minVersion: 'TLSv1.2',
  ciphers: [
    'TLS_AES_128_GCM_SHA256',
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
  ].join(':'),
};

const pollMs = 5000;
const dayMs = 24 * 60 * 60 * 1000;
const warnDays = 14;

export function usesTls(config: Pick<Config, 'tls' | 'tlsCert'>): boolean {
  return config.tlsCert !== undefined || config.tls === 'self-signed';
}

/** @returns undefined for plain http. @throws ConfigError for files that are no pair of certificate and key */
export async function startTls(config: Config, log: Log, now: () => Date): Promise<Tls | undefined> {
  const { tlsCert, tlsKey } = config;
  if (tlsCert !== undefined && tlsKey !== undefined) {
    return await followPair(() => readPair(tlsCert, tlsKey), log, now);
  }
  return usesTls(config) ? await followPair(() => ensureSelfSigned(config, now()), log, now) : undefined;
}

async function readPair(certFile: string, keyFile: string): Promise<KeyPair> {
  return { cert: await readFile(certFile, 'utf8'), key: await readFile(keyFile, 'utf8') };
}

/**
 * The files are read again every few seconds, whatever their times and links say: Kubernetes and certbot swap symbolic
 * links, others write in place, and no notice of the system tells of all of it. A pair that does not fit changes nothing.
 */
async function followPair(read: () => Promise<KeyPair>, log: Log, now: () => Date): Promise<Tls> {
  const first = await read().catch((error: unknown) => {
    throw new ConfigError([`the certificate or its key cannot be read: ${String(error)}`]);
  });
  let current: { pair: KeyPair; certificate: CertificateFacts };
  try {
    current = { pair: first, certificate: provePair(first) };
  } catch (error) {
    throw new ConfigError([`WHARF_TLS_CERT and WHARF_TLS_KEY are no pair that can be used: ${messageOf(error)}`]);
  }
  const followers: Follower[] = [];
  let suspected: string | undefined;
  let told: string | undefined;
  let warnedOn = '';

  function tell(text: string, pair?: KeyPair): void {
    // Once for each state of the files, not every few seconds; and not of the moment between two files that are replaced.
    const state = JSON.stringify([text, pair]);
    if (told === state || suspected !== state) {
      suspected = state;
      return;
    }
    told = state;
    log.error({ problem: text }, 'the new TLS certificate cannot be used: the old one stays');
  }

  function use(pair: KeyPair): void {
    if (pair.cert === current.pair.cert && pair.key === current.pair.key) {
      told = undefined;
      suspected = undefined;
      return;
    }
    try {
      current = { pair, certificate: provePair(pair) };
    } catch (error) {
      tell(messageOf(error), pair);
      return;
    }
    told = undefined;
    suspected = undefined;
    for (const server of followers) server.setSecureContext({ ...policy, ...pair });
    const { names, expiresAt, fingerprint } = current.certificate;
    log.info({ names, expiresAt, fingerprint }, 'a new TLS certificate is in use');
  }

  /** Once a day in the last two weeks. */
  function warnOfExpiry(): void {
    const { expiresAt, names } = current.certificate;
    const at = now();
    const today = at.toISOString().slice(0, 10);
    if (expiresAt.getTime() - at.getTime() > warnDays * dayMs || warnedOn === today) return;
    warnedOn = today;
    log.warn({ names, expiresAt }, 'the TLS certificate expires soon or has expired');
  }

  let checking: Promise<void> | undefined;
  async function look(): Promise<void> {
    try {
      use(await read());
    } catch (error) {
      tell(messageOf(error));
    }
    warnOfExpiry();
  }
  function check(): Promise<void> {
    checking ??= look().finally(() => {
      checking = undefined;
    });
    return checking;
  }
  warnOfExpiry();
  const timer = setInterval(() => void check(), pollMs);
  timer.unref();

  return {
    options: () => ({ ...policy, ...current.pair }),
    certificate: () => current.certificate,
    follow: (server) => followers.push(server),
    check,
    async stop() {
      clearInterval(timer);
      await checking;
    },
  };
}

/** @throws Error when they are no certificate and its key */
function provePair(pair: KeyPair): CertificateFacts {
  createSecureContext({ ...policy, ...pair });
  return readCertificate(pair.cert);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
