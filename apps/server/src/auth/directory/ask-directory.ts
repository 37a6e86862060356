import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Client, Entry } from 'ldapts';
import type { Config } from '../../config.ts';
import type { Vouched } from '../identities/admit-identity.ts';
import { ldapProvider } from '../sign-in-method.ts';
import { escapeDn, escapeFilter, fill } from './ldap-text.ts';

const waitMs = 8000;
const groupLimit = 2000;

/**
 * Whoever has this name and this password in the directory; undefined when nobody has.
 * @throws Error when the directory does not answer, or does not let Wharf ask
 */
export async function askDirectory(
  config: Config,
  url: string,
  name: string,
  password: string,
): Promise<Vouched | undefined> {
  // RFC 4513, 5.1.2: a bind with a name and no password is anonymous, and succeeds for everybody's name.
  if (password === '' || name === '') return undefined;
  const { Client: LdapClient } = await import('ldapts');
  const tls = await tlsOptions(config, url);
  const client = new LdapClient({
    url,
    timeout: waitMs,
    connectTimeout: waitMs,
    ...(url.startsWith('ldaps:') && { tlsOptions: tls }),
  });
  try {
    if (!url.startsWith('ldaps:') && config.ldapStartTls) await client.startTLS(tls);
    return await findPerson(client, config, name, password);
  } finally {
    // What it says to a goodbye changes nothing.
    await client.unbind().catch(() => {});
  }
}

async function findPerson(client: Client, config: Config, name: string, password: string) {
  if (config.ldapUserDn) {
    const dn = fill(config.ldapUserDn, { name: escapeDn(name) });
    if (!(await bindAs(client, dn, password))) return undefined;
    if (config.ldapBindDn) await client.bind(config.ldapBindDn, config.ldapBindPassword);
    const entry = await readEntry(client, config, dn);
    return await asVouched(client, config, entry);
  }
  if (config.ldapBindDn) await client.bind(config.ldapBindDn, config.ldapBindPassword);
  const entry = await searchUser(client, config, name);
  if (!entry || !(await bindAs(client, entry.dn, password))) return undefined;
  if (config.ldapBindDn) await client.bind(config.ldapBindDn, config.ldapBindPassword);
  return await asVouched(client, config, entry);
}

/** Whether this is the password of the entry. */
async function bindAs(client: Client, dn: string, password: string): Promise<boolean> {
  const { InvalidCredentialsError, InvalidDNSyntaxError, NoSuchObjectError } = await import('ldapts');
  try {
    await client.bind(dn, password);
    return true;
  } catch (error) {
    const wrong = [InvalidCredentialsError, InvalidDNSyntaxError, NoSuchObjectError].some(
      (kind) => error instanceof kind,
    );
    if (wrong) return false;
    throw error;
  }
}

async function readEntry(client: Client, config: Config, dn: string): Promise<Entry> {
  const { searchEntries } = await client.search(dn, { scope: 'base', ...wantedOf(config) });
  const [entry] = searchEntries;
  if (!entry) throw new Error(`the directory does not show the entry ${dn} that just bound: its access rules must`);
  return entry;
}

async function searchUser(client: Client, config: Config, name: string): Promise<Entry | undefined> {
  const { searchEntries } = await client.search(config.ldapUserBase ?? '', {
    scope: 'sub',
    filter: fill(config.ldapUserFilter, { name: escapeFilter(name) }),
    sizeLimit: 2,
    ...wantedOf(config),
  });
  const [entry, another] = searchEntries;
  // Of two, nobody can tell whose password it would be.
  if (another) throw new Error(`more than one entry of the directory fits WHARF_LDAP_USER_FILTER for one name`);
  return entry;
}

function wantedOf({ ldapNameAttribute, ldapIdAttribute, ldapGroupsAttribute }: Config) {
  return {
    attributes: [ldapNameAttribute, ldapIdAttribute, ldapGroupsAttribute],
    explicitBufferAttributes: [ldapIdAttribute],
    timeLimit: waitMs / 1000,
  };
}

async function asVouched(client: Client, config: Config, entry: Entry): Promise<Vouched> {
  const [name = ''] = textsOf(entry, config.ldapNameAttribute);
  const [id] = valuesOf(entry, config.ldapIdAttribute);
  if (id === undefined)
    throw new Error(`the entry ${entry.dn} has no ${config.ldapIdAttribute} (WHARF_LDAP_ID_ATTRIBUTE)`);
  const groups = config.ldapGroupBase
    ? await searchGroups(client, config, { dn: entry.dn, name }, config.ldapGroupBase)
    : textsOf(entry, config.ldapGroupsAttribute).slice(0, groupLimit);
  return { provider: ldapProvider, subject: subjectOf(id), name, account: undefined, groups };
}

async function searchGroups(client: Client, config: Config, who: { dn: string; name: string }, base: string) {
  const { searchEntries } = await client.search(base, {
    scope: 'sub',
    filter: fill(config.ldapGroupFilter, { dn: escapeFilter(who.dn), name: escapeFilter(who.name) }),
    attributes: ['cn'],
    sizeLimit: groupLimit,
    timeLimit: waitMs / 1000,
  });
  // Below the base the short name says which group it is; elsewhere only the whole one does.
  return searchEntries.flatMap((entry) => [entry.dn, ...textsOf(entry, 'cn')]);
}

// Attributes' names are the same in any case (RFC 4512, 2.5), and servers answer in theirs.
function valuesOf(entry: Entry, attribute: string): (string | Buffer)[] {
  const key = Object.keys(entry).find((each) => each.toLowerCase() === attribute.toLowerCase());
  const value = key === undefined || key === 'dn' ? [] : entry[key];
  return [value ?? []].flat().filter((one) => one.length > 0);
}

function textsOf(entry: Entry, attribute: string): string[] {
  return valuesOf(entry, attribute).map((value) => value.toString());
}

/** Text stays as it is; bytes that are none (objectGUID) become hex. */
function subjectOf(id: string | Buffer): string {
  if (typeof id === 'string') return id;
  const text = id.toString('utf8');
  return Buffer.from(text).equals(id) && /^[\x21-\x7e]+$/.test(text) ? text : `0x${id.toString('hex')}`;
}

async function tlsOptions(config: Config, url: string): Promise<ConnectionOptions> {
  // ldapts checks the certificate against `host` only if it is told; an address is no SNI name.
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  const ca = config.ldapCaFile === undefined ? undefined : await readFile(config.ldapCaFile, 'utf8');
  return {
    host,
    ...(isIP(host) === 0 && { servername: host }),
    ...(ca !== undefined && { ca }),
    minVersion: 'TLSv1.2',
  };
}
