import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { sha256 } from './bytes.ts';
import { imageOf, type TestImage } from './images.ts';
import { type Registry, registryAt } from './registry.ts';
import { type DatabaseKind, openScene, type Scene } from './scene.ts';
import { bearer } from './tokens.ts';
import { converse, type RawAnswer, type Step } from './wire.ts';

/** Distribution spec v1.1, "Error Codes", code-1 to code-14. */
export const specCodes = [
  'BLOB_UNKNOWN',
  'BLOB_UPLOAD_INVALID',
  'BLOB_UPLOAD_UNKNOWN',
  'DIGEST_INVALID',
  'MANIFEST_BLOB_UNKNOWN',
  'MANIFEST_INVALID',
  'MANIFEST_UNKNOWN',
  'NAME_INVALID',
  'NAME_UNKNOWN',
  'SIZE_INVALID',
  'UNAUTHORIZED',
  'DENIED',
  'UNSUPPORTED',
  'TOOMANYREQUESTS',
];
const memoryLimit = 400 * 1024 * 1024;

/** A server with one image, for requests that no client should make. */
export interface Target {
  readonly name: string;
  readonly image: TestImage;
  readonly scene: Scene;
  readonly registry: Registry;
  readonly authorization: string;
  /** A request with the usual head; `lines` are more header lines, as they are. */
  head(method: string, path: string, ...lines: string[]): string;
  /** Sends bytes and expects a 4xx with the spec's error body. */
  expectRefused(steps: Step[], statuses?: number[]): Promise<void>;
  /** The same process still serves the image, in bounded memory, and logged no error of its own. */
  expectUnharmed(): Promise<void>;
  /** After a restart on purpose. */
  followProcess(): void;
  /** Stops the server, which then writes what it kept for later: that must not fail over what clients sent. */
  close(): Promise<void>;
}

export async function openTarget(name: string, database: DatabaseKind = 'sqlite'): Promise<Target> {
  const scene = await openScene({ database });
  const { server } = scene;
  const authorization = await bearer(server.url, [`repository:${name}:pull,push,delete`], scene.login);
  const registry = registryAt(server.url, authorization);
  const image = imageOf({ seed: 'hostile', layers: [2000] });
  await registry.pushImage(name, 'v1', image);
  let { pid } = server;
  return {
    name,
    image,
    scene,
    registry,
    authorization,
    head: (method, path, ...lines) =>
      [`${method} ${path} HTTP/1.1`, `Host: ${server.host}`, `Authorization: ${authorization}`, ...lines, '', ''].join(
        '\r\n',
      ),
    expectRefused: async (steps, statuses) => {
      const { answers, text } = await converse(server.port, steps);
      expectRefusal(answers[0], text, statuses);
    },
    expectUnharmed: async () => {
      expect(server.running(), 'the server went down').toBe(true);
      expect(server.pid).toBe(pid);
      expect(sha256((await registry.get(`/${name}/manifests/v1`)).body)).toBe(image.manifest.descriptor.digest);
      expect(server.log()).not.toMatch(/uncaught|unhandled|"level":(50|60)/i);
      const resident = /VmRSS:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
      expect(Number(resident) * 1024).toBeLessThan(memoryLimit);
    },
    followProcess: () => {
      pid = server.pid;
    },
    close: async () => {
      await server.stop();
      const log = server.log();
      await scene.close();
      expect(log).not.toMatch(/"level":40.*could not be|"level":(50|60)/);
    },
  };
}

export function expectRefusal(answer: RawAnswer | undefined, text: string, statuses?: number[]): void {
  if (!answer) throw new Error(`no answer; the server sent: ${text.slice(0, 300)}`);
  expect(answer.status, answer.body.slice(0, 300)).toBeGreaterThanOrEqual(400);
  expect(answer.status, answer.body.slice(0, 300)).toBeLessThan(500);
  if (statuses) expect(statuses).toContain(answer.status);
  expect(answer.headers.get('content-type'), answer.body.slice(0, 300)).toMatch(/^application\/json/);
  const { errors } = JSON.parse(answer.body);
  expect(specCodes).toContain(errors[0].code);
  expect(errors[0].message.length).toBeGreaterThan(0);
  expect(errors[0].message.length).toBeLessThan(2000);
}
