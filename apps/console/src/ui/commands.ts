/** The ways in which people run and build images; `containerd` covers `ctr` and `nerdctl`. */
export const tools = ['docker', 'podman', 'containerd', 'skopeo', 'crictl', 'kubernetes', 'github', 'gitlab'] as const;
export type Tool = (typeof tools)[number];

export interface CommandLine {
  text: string;
  /** A key below `note.` in the words of `ui`: what stands above the line. */
  note?: string;
  /** What it holds of the password in another form (base64), to be masked too. */
  secret?: string;
}
/** A tool without lines is not offered. */
export type Commands = Record<Tool, CommandLine[]>;

/** Where the registry is: `registryHost` and `insecure` of `getServer`. */
export interface RegistryPlace {
  registryHost: string;
  insecure: boolean;
}

const quotable = /[^\w@%+=:,./-]/;

/** A word as a POSIX shell reads it back. */
export function shellWord(word: string): string {
  return word !== '' && !quotable.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** `reference` is `:tag` or `@digest`. */
export function pullCommands({ registryHost, insecure }: RegistryPlace, name: string, reference: string): Commands {
  const image = `${registryHost}/${name}${reference}`;
  const tls = insecure ? ' --tls-verify=false' : '';
  const fileName = name.split('/').at(-1) ?? name;
  return {
    docker: [{ text: `docker pull ${image}` }],
    podman: [{ text: `podman pull${tls} ${image}` }],
    containerd: [
      { note: 'nerdctl', text: `nerdctl pull${insecure ? ' --insecure-registry' : ''} ${image}` },
      { note: 'ctr', text: `ctr images pull${insecure ? ' --plain-http' : ''} --user LOGIN:PASSWORD ${image}` },
    ],
    skopeo: [
      {
        text: `skopeo copy${insecure ? ' --src-tls-verify=false' : ''} docker://${image} docker-archive:${fileName}.tar`,
      },
    ],
    crictl: [{ note: 'crictl', text: `crictl pull --creds LOGIN:PASSWORD ${image}` }],
    kubernetes: [
      {
        note: 'pod',
        text: `    spec:\n      imagePullSecrets:\n        - name: wharf\n      containers:\n        - name: ${podName(fileName)}\n          image: ${image}`,
      },
    ],
    github: [],
    gitlab: [],
  };
}

/** The lines that bring an image which is on this machine into `name`; `name` may hold words to be replaced. */
export function pushCommands({ registryHost, insecure }: RegistryPlace, name: string, tag = 'latest'): Commands {
  const image = `${registryHost}/${name}:${tag}`;
  const tls = insecure ? ' --tls-verify=false' : '';
  return {
    docker: [
      { note: 'tag', text: `docker tag IMAGE:TAG ${image}` },
      { note: 'push', text: `docker push ${image}` },
    ],
    podman: [
      { note: 'tag', text: `podman tag IMAGE:TAG ${image}` },
      { note: 'push', text: `podman push${tls} ${image}` },
    ],
    containerd: [
      { note: 'tag', text: `nerdctl tag IMAGE:TAG ${image}` },
      { note: 'push', text: `nerdctl push${insecure ? ' --insecure-registry' : ''} ${image}` },
      { note: 'ctr-tag', text: `ctr images tag IMAGE:TAG ${image}` },
      { note: 'ctr', text: `ctr images push${insecure ? ' --plain-http' : ''} --user LOGIN:PASSWORD ${image}` },
    ],
    skopeo: [
      {
        note: 'archive',
        text: `skopeo copy${insecure ? ' --dest-tls-verify=false' : ''} docker-archive:IMAGE.tar docker://${image}`,
      },
      {
        note: 'registry',
        text: `skopeo copy --all${insecure ? ' --dest-tls-verify=false' : ''} docker://REGISTRY/IMAGE:TAG docker://${image}`,
      },
    ],
    // A cluster only pulls.
    crictl: [],
    kubernetes: [],
    github: [],
    gitlab: [],
  };
}

/** A container's name is a DNS label (RFC 1123). */
function podName(text: string): string {
  return text.replace(/[^a-z0-9-]+/g, '-').slice(0, 63);
}

/** The command's beginning, enough to know it: `docker pull`, `ctr images pull`. */
export function commandWord(line: string): string {
  return /^\S+(?: [a-z]+)*/.exec(line.trim())?.[0].split(' ').slice(0, 2).join(' ') ?? line;
}
