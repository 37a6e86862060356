import { randomBytesOf, sha256 } from './bytes.ts';
import type { ConsoleApi } from './console-api.ts';
import { json } from './http.ts';
import { expectStatus, octets } from './registry.ts';
import type { Scene } from './scene.ts';

/** Work of several seconds: the server compresses an uploaded layer of so many bytes, which do not get smaller. */
export async function beginSlowJob(scene: Scene, path: string, bytes: number): Promise<string> {
  const name = `acme/${path}`;
  const registry = await scene.registryFor(name);
  const layer = randomBytesOf(name, bytes);
  const location = await registry.openUpload(name);
  const sent = expectStatus(await registry.call('PATCH', location, { body: layer, headers: octets }), 202);
  const answer = await scene.console.request('POST', '/organizations/acme/page-uploads/layers', {
    repository: path,
    upload: sent.headers['docker-upload-uuid'],
    diffId: sha256(layer),
  });
  return json<{ job: string }>(expectStatus(answer, 202)).job;
}

export interface Job {
  state: 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  attempts: number;
  progress: { done: number; total: number | null } | null;
  result: Record<string, unknown> | null;
  error: { code: string; message: string } | null;
}

export async function jobOf(api: ConsoleApi, id: string): Promise<Job> {
  return json<Job>(expectStatus(await api.request('GET', `/jobs/${id}`), 200));
}
