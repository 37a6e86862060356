import { type Commands, type RegistryPlace, shellWord } from './commands.ts';

export interface LoginName {
  login: string;
  password: string;
}

/** What is to be replaced where a tool wants the whole image. */
const anyImage = 'ORGANIZATION/IMAGE:TAG';
/** Name of the pull secret; `pullCommands` names the same. */
const secretName = 'wharf';

/** How each tool logs in, or is told the login where it has no command for that. */
export function loginCommands(place: RegistryPlace, name: LoginName): Commands {
  const { registryHost, insecure } = place;
  const user = shellWord(name.login);
  const secret = shellWord(name.password);
  const both = shellWord(`${name.login}:${name.password}`);
  const tls = insecure ? ' --tls-verify=false' : '';
  const ctr = `${insecure ? ' --plain-http' : ''} --user ${both} ${registryHost}/${anyImage}`;
  return {
    docker: [{ text: `docker login -u ${user} -p ${secret} ${registryHost}` }],
    podman: [{ text: `podman login${tls} -u ${user} -p ${secret} ${registryHost}` }],
    containerd: [
      {
        note: 'nerdctl',
        text: `nerdctl login${insecure ? ' --insecure-registry' : ''} -u ${user} -p ${secret} ${registryHost}`,
      },
      { note: 'ctr-login', text: `ctr images pull${ctr}` },
      { note: 'ctr-push', text: `ctr images push${ctr}` },
    ],
    skopeo: [{ text: `skopeo login${tls} -u ${user} -p ${secret} ${registryHost}` }],
    crictl: [
      {
        note: insecure ? 'crictl-insecure' : 'crictl-login',
        text: `crictl pull --creds ${both} ${registryHost}/${anyImage}`,
      },
    ],
    kubernetes: kubernetesCommands(place, name),
    github: githubCommands(place, name),
    gitlab: gitlabCommands(place, name),
  };
}

function kubernetesCommands({ registryHost }: RegistryPlace, { login, password }: LoginName): Commands['kubernetes'] {
  const config = base64(authConfig(registryHost, { login, password }));
  const yaml = [
    'apiVersion: v1',
    'kind: Secret',
    'metadata:',
    `  name: ${secretName}`,
    'type: kubernetes.io/dockerconfigjson',
    'data:',
    `  .dockerconfigjson: ${config}`,
  ];
  return [
    {
      note: 'pull-secret',
      text: `kubectl create secret docker-registry ${secretName} --docker-server=${registryHost} --docker-username=${shellWord(login)} --docker-password=${shellWord(password)}`,
    },
    { note: 'pull-secret-yaml', text: yaml.join('\n'), secret: config },
    {
      note: 'pull-secret-account',
      text: `kubectl patch serviceaccount default -p '{"imagePullSecrets":[{"name":"${secretName}"}]}'`,
    },
  ];
}

/** Passwords stand in secrets of the repository there, never in the file. */
function githubCommands({ registryHost }: RegistryPlace, { login, password }: LoginName): Commands['github'] {
  const step = [
    '- uses: docker/login-action@v3',
    '  with:',
    `    registry: ${JSON.stringify(registryHost)}`,
    `    username: ${JSON.stringify(login)}`,
    `    password: $\{{ secrets.WHARF_PASSWORD }}`,
  ];
  return [
    { note: 'github-secret', text: `gh secret set WHARF_PASSWORD --body ${shellWord(password)}` },
    { note: 'github-step', text: step.join('\n') },
  ];
}

function gitlabCommands({ registryHost, insecure }: RegistryPlace, { login, password }: LoginName): Commands['gitlab'] {
  const daemon = insecure
    ? ['  services:', '    - name: docker:28-dind', `      command: ["--insecure-registry=${registryHost}"]`]
    : ['  services: [docker:28-dind]'];
  const script = [
    'push-image:',
    '  image: docker:28',
    ...daemon,
    '  script:',
    // A block, since a plain scalar would end at the first `: ` or ` #` of what stands in it.
    '    - |',
    `      printf '%s' "$WHARF_PASSWORD" | docker login -u ${shellWord(login)} --password-stdin ${registryHost}`,
  ];
  const config = authConfig(registryHost, { login, password });
  return [
    { note: 'gitlab-variable', text: `glab variable set WHARF_PASSWORD ${shellWord(password)} --masked` },
    { note: 'gitlab-job', text: script.join('\n') },
    { note: 'gitlab-images', text: config, secret: base64(`${login}:${password}`) },
  ];
}

/** What `docker login` writes to its `config.json`, the shape that kubelet and GitLab's runner read too. */
function authConfig(registryHost: string, { login, password }: LoginName): string {
  const auth = base64(`${login}:${password}`);
  return JSON.stringify({ auths: { [registryHost]: { username: login, password, auth } } });
}

/** Logins and passwords are ASCII: names of users, and random words. */
function base64(text: string): string {
  return btoa(text);
}
