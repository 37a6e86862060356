import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { isFor, readCertificate } from './certificate.ts';
import type { KeyPair } from './tls.ts';

const dayMs = 24 * 60 * 60 * 1000;
const renewDays = 30;
const interfacesLimit = 30;

/**
 * The pair that a server makes for itself, in one file of its data folder. It stays the same, so that clients need to
 * trust it only once, until it is about to expire or lacks a name that was configured.
 */
export async function ensureSelfSigned(
  config: Pick<Config, 'data' | 'host' | 'publicUrl' | 'tlsNames'>,
  now: Date,
): Promise<KeyPair> {
  const folder = join(config.data, 'tls');
  const file = join(folder, 'self-signed.pem');
  const configured = configuredNames(config);
  const kept = await readIfThere(file);
  if (kept !== undefined && stillServes(kept, configured, now)) return { cert: kept, key: kept };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Loaded only here: most servers have a certificate of their own.
  const { makeCertificate } = await import('./make-certificate.ts');
  const names = [...new Set([...configured, ...machineNames()])];
  await put(file, await makeCertificate(names, now), kept === undefined);
  // Another process may have been the first.
  const pem = await readFile(file, 'utf8');
  return { cert: pem, key: pem };
}

function stillServes(pem: string, names: string[], now: Date): boolean {
  try {
    const { expiresAt } = readCertificate(pem);
    return expiresAt.getTime() - now.getTime() > renewDays * dayMs && names.every((name) => isFor(pem, name));
  } catch {
    // What a crash left of it is no reason not to start: it is made anew.
    return false;
  }
}

function configuredNames({ host, publicUrl, tlsNames }: Pick<Config, 'host' | 'publicUrl' | 'tlsNames'>): string[] {
  const listened = ['0.0.0.0', '::'].includes(host) ? [] : [host];
  const shown = publicUrl === undefined ? [] : [new URL(publicUrl).hostname.replace(/^\[|\]$/g, '')];
  return [...new Set([...shown, ...tlsNames, ...listened])];
}

/** Names of this machine at the time: they may change later, and the certificate stays. */
function machineNames(): string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ address, internal }) => !internal && !address.startsWith('fe80:'))
    .map(({ address }) => address);
  return [hostname(), 'localhost', '127.0.0.1', '::1', ...addresses.slice(0, interfacesLimit)];
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole or not at all. `first`: of several processes that make it at the same time, one wins, and all use its own. */
async function put(file: string, content: string, first: boolean): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  const handle = await open(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (!first) return await rename(draft, file);
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
