import { randomBytesOf, randomNumbers } from './bytes.ts';
import type { TarFile } from './tar.ts';

const nothing = Buffer.alloc(0);
const library = 'usr/lib/x86_64-linux-gnu';

const folder = (path: string, more: Partial<TarFile> = {}): TarFile => ({
  path: `${path}/`,
  content: nothing,
  ...more,
});
const link = (path: string, target: string): TarFile => ({ path, content: nothing, mode: 0o777, link: target });
/** Another name of a file, with rights and owner as that has them: a tar says them of each name anew. */
const sameAs = (path: string, first: TarFile): TarFile => ({ ...first, path, content: nothing, sameAs: first.path });
const text = (path: string, words: string, more: Partial<TarFile> = {}): TarFile => ({
  path,
  content: Buffer.from(`${words}\n`),
  ...more,
});
const numbered = (count: number) => Array.from({ length: count }, (_, at) => at);

/** How deep a dependency lies in a web application: names beyond what ustar holds, 100 and 255 bytes. */
const deepFolder = `opt/app/node_modules/${numbered(6)
  .map((at) => `@organization-${at}/a-package-with-a-long-name-${at}/node_modules`)
  .join('/')}`;

/**
 * The layers of an application's image on a Debian-like root file system, lowest first: 2 360 members with links of both
 * kinds, owners, special bits, empty files and a pipe; then an application with deep folders; then a layer that takes away.
 * No device nodes: unpacking them needs more rights than a test may have.
 */
export function rootFileSystem(seed: string): TarFile[][] {
  const next = randomNumbers([...seed].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7));
  /** A compiled or packed file, of a size up to twice the mean. */
  const binary = (path: string, mean: number, more: Partial<TarFile> = {}): TarFile => ({
    path,
    content: randomBytesOf(`${seed}/${path}`, Math.floor(next() * 2 * mean)),
    ...more,
  });
  return [debian(binary), application(binary), cleaning()];
}

type Binary = (path: string, mean: number, more?: Partial<TarFile>) => TarFile;

function debian(binary: Binary): TarFile[] {
  const program = { mode: 0o755 };
  const perl = binary('usr/bin/perl', 50_000, program);
  const packages = numbered(170).map((at) => `lib${['acl', 'blkid', 'crypt', 'glib', 'pam'][at % 5]}${at}`);
  return [
    ...['boot', 'dev', 'etc', 'etc/alternatives', 'etc/ssl', 'etc/ssl/certs', 'home', 'proc', 'run', 'sys'].map(
      (path) => folder(path),
    ),
    folder('root', { mode: 0o700 }),
    folder('tmp', { mode: 0o1777 }),
    ...['usr', 'usr/bin', 'usr/lib', library, 'usr/lib64', 'usr/sbin', 'usr/share', 'usr/share/doc'].map((path) =>
      folder(path),
    ),
    ...['bin', 'lib', 'lib64', 'sbin'].map((path) => link(path, `usr/${path}`)),
    ...['var', 'var/cache', 'var/lib', 'var/lib/dpkg', 'var/lib/dpkg/info'].map((path) => folder(path)),
    folder('var/cache/man', { owner: { user: 6, group: 12 } }),
    folder('var/mail', { mode: 0o2775, owner: { user: 0, group: 8 } }),
    folder('var/tmp', { mode: 0o1777 }),
    link('var/run', '/run'),
    folder('home/app', { mode: 0o700, owner: { user: 1000, group: 1000 } }),
    text('home/app/.bashrc', '# ~/.bashrc', { owner: { user: 1000, group: 1000 } }),
    text('etc/.pwd.lock', '', { mode: 0o600, content: nothing }),
    text('etc/motd', 'The programs of this system are free software.'),
    text('etc/passwd', 'root:x:0:0:root:/root:/bin/bash\napp:x:1000:1000::/home/app:/bin/sh'),
    text('etc/shadow', 'root:*:19676:0:99999:7:::', { mode: 0o640, owner: { user: 0, group: 42 } }),
    { path: 'run/initctl', content: nothing, mode: 0o600, pipe: true },
    binary('usr/bin/su', 30_000, { mode: 0o4755 }),
    binary('usr/bin/wall', 20_000, { mode: 0o2755, owner: { user: 0, group: 5 } }),
    binary('usr/bin/nano', 60_000, program),
    ...numbered(220).map((at) => binary(`usr/bin/command-${at}`, 4_000, program)),
    perl,
    sameAs('usr/bin/perl5.36.0', perl),
    link('usr/bin/editor', '/etc/alternatives/editor'),
    link('etc/alternatives/editor', '/usr/bin/nano'),
    link('etc/localtime', '/usr/share/zoneinfo/Region-0/City-0'),
    ...packages.flatMap((name, at) => packageFiles(binary, name, at)),
    ...timeZones(binary),
    ...certificates(),
  ];
}

function packageFiles(binary: Binary, name: string, at: number): TarFile[] {
  const documents = `usr/share/doc/${name}`;
  const info = `var/lib/dpkg/info/${name}:amd64`;
  return [
    folder(documents),
    text(`${documents}/copyright`, 'Permission is hereby granted, free of charge, to any person. '.repeat(20)),
    binary(`${documents}/changelog.Debian.gz`, 1_000),
    binary(`${library}/${name}.so.1.${at}`, 7_000),
    link(`${library}/${name}.so.1`, `${name}.so.1.${at}`),
    text(`${info}.list`, `/usr/share/doc/${name}\n/${library}/${name}.so.1`),
    text(`${info}.md5sums`, `d41d8cd98f00b204e9800998ecf8427e  ${documents}/copyright`),
    text(`${info}.postinst`, '#!/bin/sh\nset -e', { mode: 0o755 }),
    text(`${info}.triggers`, '', { content: nothing }),
  ];
}

/** As tzdata has them: many names are one file. */
function timeZones(binary: Binary): TarFile[] {
  const base = 'usr/share/zoneinfo';
  const regions = numbered(10).map((at) => `Region-${at}`);
  return [
    ...[base, `${base}/posix`].map((path) => folder(path)),
    ...regions.flatMap((region) => [
      folder(`${base}/${region}`),
      folder(`${base}/posix/${region}`),
      ...numbered(15).flatMap((at) => {
        const city = binary(`${base}/${region}/City-${at}`, 900);
        return [city, sameAs(`${base}/posix/${region}/City-${at}`, city)];
      }),
    ]),
  ];
}

/** One of them has the name that Debian's package really gives it. */
function certificates(): TarFile[] {
  const base = 'usr/share/ca-certificates';
  const names = [...numbered(60).map((at) => `Root_Authority_R${at}`), 'NetLock_Arany_=Class_Gold=_Főtanúsítvány'];
  return [
    folder(base),
    folder(`${base}/mozilla`),
    ...names.flatMap((name) => [
      text(`${base}/mozilla/${name}.crt`, `-----BEGIN CERTIFICATE-----\n${'MIIEqjCCA5KgAwIBAgIQ'.repeat(40)}`),
      link(`etc/ssl/certs/${name}.pem`, `/${base}/mozilla/${name}.crt`),
    ]),
  ];
}

function application(binary: Binary): TarFile[] {
  const owner = { user: 1000, group: 1000 };
  const parts = deepFolder.split('/');
  const module = text(`${deepFolder}/module.js`, 'export const answer = 42;', { owner });
  const native = binary('opt/app/native.node', 200_000, { mode: 0o555, owner });
  return [
    ...parts.map((_, at) => folder(parts.slice(0, at + 1).join('/'), { owner })),
    ...numbered(80).map((at) => text(`${deepFolder}/module-${at}.js`, `export const answer = ${at};`, { owner })),
    module,
    sameAs(`${deepFolder}/index.js`, module),
    link('opt/app/main.js', `/${deepFolder}/index.js`),
    native,
    sameAs('usr/bin/application', native),
    // Of a folder that is there only the rights change; a link becomes a file, and a file another one.
    folder('home/app', { mode: 0o750, owner }),
    text('etc/localtime', 'UTC0'),
    text('etc/motd', 'An application lives here.'),
  ];
}

/** A file and a folder are taken away, and a folder's content is replaced (image spec, "Whiteouts"). */
function cleaning(): TarFile[] {
  return [
    folder('etc'),
    text('etc/.wh.motd', '', { content: nothing }),
    folder('usr/share'),
    text('usr/share/.wh.ca-certificates', '', { content: nothing }),
    folder('usr/share/doc'),
    text('usr/share/doc/.wh..wh..opq', '', { content: nothing }),
    text('usr/share/doc/README', 'Documents were removed to save space.'),
  ];
}
