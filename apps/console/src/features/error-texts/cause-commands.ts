import { type RegistryPlace, shellWord } from '../../ui/commands.ts';

/** What an error text named, as far as commands need it. */
export interface NamedInText {
  repository?: string | undefined;
  reference?: string | undefined;
}

/**
 * The lines that look into a cause or mend it, for this server. What the text did not name stands in capitals, to be replaced.
 * Causes whose remedy is no command have none.
 */
export function causeCommands(cause: string, { registryHost, insecure }: RegistryPlace, named: NamedInText): string[] {
  const scheme = insecure ? 'http' : 'https';
  const hostName = registryHost.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  const repository = named.repository ?? 'ORGANIZATION/IMAGE';
  const image = `${registryHost}/${repository}`;
  const login = `docker login ${registryHost}`;
  const look = `curl -sv ${scheme}://${registryHost}/v2/ -o /dev/null`;
  const shown = /:\d+$/.test(registryHost) ? registryHost : `${registryHost}:443`;
  const certificate = `openssl s_client -connect ${shown} -servername ${shellWord(hostName)} </dev/null | openssl x509 -noout -subject -issuer -dates -ext subjectAltName`;
  const tls = insecure ? ' --tls-verify=false' : '';
  switch (cause) {
    case 'http-given-to-https-client':
      return [
        `echo '{ "insecure-registries": ["${registryHost}"] }' | sudo tee /etc/docker/daemon.json && sudo systemctl restart docker`,
        `podman pull --tls-verify=false ${image}`,
      ];
    case 'http-sent-to-https-server':
      return [`curl -sv https://${registryHost}/v2/ -o /dev/null`];
    case 'certificate-expired':
      return ['date -u', certificate];
    case 'certificate-authority-unknown':
    case 'certificate-wrong-host':
    case 'tls-failed':
      return [certificate];
    case 'host-unknown':
      return [`getent hosts ${shellWord(hostName)}`];
    case 'connection-refused':
    case 'timeout':
    case 'connection-cut':
    case 'proxy-answered':
      return [look];
    case 'proxy-body-limit':
      return ['client_max_body_size 0;  # nginx'];
    case 'not-logged-in':
    case 'credentials-wrong':
    case 'second-factor':
    case 'secret-typed':
      return [`docker logout ${registryHost}; ${login}`];
    case 'pull-secret-missing':
      return [
        `kubectl create secret docker-registry wharf --docker-server=${registryHost} --docker-username=LOGIN --docker-password=PASSWORD`,
      ];
    case 'name-invalid':
    case 'short-name':
    case 'organization-unknown':
      return [`docker tag IMAGE:TAG ${registryHost}/ORGANIZATION/IMAGE:TAG`];
    case 'image-not-local':
      return ['docker images', `docker tag IMAGE:TAG ${image}:${named.reference ?? 'TAG'}`];
    case 'manifest-unknown':
      return [`skopeo list-tags${tls} docker://${image}`];
    case 'platform-missing':
      return [`docker pull --platform linux/amd64 ${image}:${named.reference ?? 'TAG'}`];
    case 'content-trust':
      return ['unset DOCKER_CONTENT_TRUST'];
    case 'client-disk-full':
      return ['docker system df', 'docker image prune'];
    case 'daemon-not-running':
      return ['sudo systemctl start docker'];
    case 'daemon-forbidden':
      return ['sudo usermod -aG docker "$USER"'];
    case 'archive-format':
      return [
        `docker tag IMAGE:TAG ${registryHost}/ORGANIZATION/IMAGE:TAG`,
        `docker save -o image.tar ${registryHost}/ORGANIZATION/IMAGE:TAG`,
      ];
    default:
      return [];
  }
}
