import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'ldapts';
import { makeCertificate } from '../tls/make-certificate.ts';

/** Debian's slapd on free ports of this machine, with its own folder and a certificate for `localhost`. */
export interface Slapd {
  /** `ldap://localhost:PORT`; startTLS works. */
  url: string;
  /** `ldaps://localhost:PORT` */
  secureUrl: string;
  /** Its certificate, which vouches for itself (and its key). */
  caFile: string;
  /** Changes entries as its administrator. */
  change<T>(work: (client: Client) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

export const base = 'dc=example,dc=com';
const administrator = `cn=admin,${base}`;
const administratorPassword = 'directory secret';

/** @param ldif entries below `base`, which is there */
export async function startSlapd(ldif: string): Promise<Slapd> {
  const folder = mkdtempSync(join(tmpdir(), 'wharf-slapd-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  const caFile = join(folder, 'certificate.pem');
  writeFileSync(caFile, await makeCertificate(['localhost'], new Date()));
  const file = join(folder, 'slapd.conf');
  writeFileSync(file, configuration(data, caFile));
  const first = [
    `dn: ${base}`,
    'objectClass: dcObject',
    'objectClass: organization',
    'o: Example',
    'dc: example',
    '',
    '',
  ];
  execFileSync('/usr/sbin/slapadd', ['-f', file, '-q'], {
    input: `${first.join('\n')}${ldif}`,
    stdio: ['pipe', 'ignore', 'inherit'],
  });

  const [port, securePort] = await freePorts();
  const url = `ldap://localhost:${port}`;
  const secureUrl = `ldaps://localhost:${securePort}`;
  const child = spawn(
    '/usr/sbin/slapd',
    ['-f', file, '-h', `ldap://127.0.0.1:${port} ldaps://127.0.0.1:${securePort}`, '-d', '0'],
    { stdio: 'ignore' },
  );
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  await answering(child, url);
  return {
    url,
    secureUrl,
    caFile,
    async change(work) {
      const client = new Client({ url });
      try {
        await client.bind(administrator, administratorPassword);
        return await work(client);
      } finally {
        await client.unbind();
      }
    },
    async stop() {
      process.off('exit', kill);
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      if (child.exitCode === null) await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration(data: string, certificate: string): string {
  return `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
TLSCertificateFile ${certificate}
TLSCertificateKeyFile ${certificate}
database mdb
maxsize 33554432
suffix "${base}"
rootdn "${administrator}"
rootpw "${administratorPassword}"
directory ${data}
overlay memberof
access to attrs=userPassword by anonymous auth by * none
access to * by * read
`;
}

async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()];
  const ports: number[] = [];
  for (const server of servers) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ports.push((server.address() as { port: number }).port);
  }
  for (const server of servers) {
    server.close();
    await once(server, 'close');
  }
  return [ports[0] ?? 0, ports[1] ?? 0];
}

async function answering(child: ChildProcess, url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (child.exitCode !== null) throw new Error(`slapd ended with ${child.exitCode}`);
    const client = new Client({ url, connectTimeout: 1000 });
    try {
      await client.bind('', '');
      return;
    } catch {
      await pause(50);
    } finally {
      await client.unbind().catch(() => {});
    }
  }
  throw new Error('slapd does not answer');
}
