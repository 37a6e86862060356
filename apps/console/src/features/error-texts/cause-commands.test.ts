import { describe, expect, it } from 'vitest';
import { causeCommands } from './cause-commands.ts';

const place = { registryHost: 'registry.example:5000', insecure: false };

describe('commands for a cause', () => {
  it('name this server, and what the text named', () => {
    expect(causeCommands('manifest-unknown', place, { repository: 'acme/web' })).toEqual([
      'skopeo list-tags docker://registry.example:5000/acme/web',
    ]);
    expect(causeCommands('image-not-local', place, {}).at(-1)).toBe(
      'docker tag IMAGE:TAG registry.example:5000/ORGANIZATION/IMAGE:TAG',
    );
    expect(causeCommands('host-unknown', place, {})).toEqual(['getent hosts registry.example']);
    expect(causeCommands('certificate-expired', { registryHost: 'r.example', insecure: false }, {})[1]).toContain(
      '-connect r.example:443 -servername r.example',
    );
  });

  it('say plain http where the server is', () => {
    expect(causeCommands('timeout', { ...place, insecure: true }, {})).toEqual([
      'curl -sv http://registry.example:5000/v2/ -o /dev/null',
    ]);
    expect(causeCommands('quota', place, {})).toEqual([]);
  });
});
