import { type ImageArchive, manifestsOf } from '@wharf/image-archive';
import type { SavedUpload, UploadOrder } from '../protocol.ts';
import type { FileSource } from '../worker/open-files.ts';
import { type PlannedTransfer, planTransfer } from './plan-transfer.ts';
import { judged, TransferProblem } from './problem.ts';
import { PushTokens } from './push-tokens.ts';
import { Registry } from './registry.ts';
import { awaitLayer, chunksOf, type Sending, sendMember, slicesOf } from './send-content.ts';
import {
  type Content,
  ended,
  next,
  nextRetryAt,
  startable,
  type Task,
  type Transfer,
  type TransferEvent,
} from './state.ts';

export interface RunOptions {
  order: UploadOrder;
  archives: ReadonlyMap<string, ImageArchive>;
  sessions: SavedUpload['sessions'];
  saveSessions(): void;
  onChange(transfer: Transfer): void;
}

export interface RunningTransfer {
  pause(): void;
  resume(): void;
  online(): void;
  /** Gives up what was begun on the server, too. */
  cancel(): Promise<void>;
}

/** Runs what `startable` says until the transfer has ended. @throws ApiProblem when the server cannot be asked first */
export async function runTransfer(options: RunOptions): Promise<RunningTransfer> {
  const all = new AbortController();
  const planned = await planTransfer(options.order, options.archives, all.signal);
  const run = new Run(options, planned, all);
  run.pump();
  return run;
}

class Run implements RunningTransfer {
  readonly #options: RunOptions;
  readonly #planned: PlannedTransfer;
  readonly #registry: Registry;
  readonly #all: AbortController;
  readonly #tasks = new Set<Promise<void>>();
  #stop = new AbortController();
  #transfer: Transfer;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: RunOptions, planned: PlannedTransfer, all: AbortController) {
    this.#options = options;
    this.#planned = planned;
    this.#all = all;
    this.#transfer = planned.transfer;
    const { organization } = options.order;
    this.#registry = new Registry(organization, new PushTokens(organization, all.signal));
  }

  pause(): void {
    this.#tell({ type: 'pause' });
    this.#stop.abort();
  }

  resume(): void {
    this.#stop = new AbortController();
    this.#tell({ type: 'resume' });
  }

  online(): void {
    this.#tell({ type: 'online' });
  }

  async cancel(): Promise<void> {
    this.#tell({ type: 'cancel' });
    this.#stop.abort();
    await Promise.allSettled(this.#tasks);
    const { sessions } = this.#options;
    await Promise.allSettled(
      Object.values(sessions).map(({ repository, upload }) =>
        this.#registry.drop(repository, upload, this.#all.signal),
      ),
    );
    this.#all.abort();
  }

  #tell(event: TransferEvent): void {
    const before = this.#transfer;
    this.#transfer = next(before, event, Date.now());
    if (this.#transfer === before) return;
    this.#options.onChange(this.#transfer);
    if (event.type !== 'progress' && event.type !== 'compress') this.pump();
  }

  pump(): void {
    clearTimeout(this.#timer);
    if (ended(this.#transfer)) {
      this.#options.onChange(this.#transfer);
      this.#stop.abort();
      return;
    }
    for (const task of startable(this.#transfer, Date.now())) this.#begin(task);
    const at = nextRetryAt(this.#transfer);
    if (at !== undefined) this.#timer = setTimeout(() => this.pump(), Math.max(50, at - Date.now()));
  }

  /** The state says at once that it runs, so that nothing is begun twice. */
  #begin(task: Task): void {
    const { signal } = this.#stop;
    const now = Date.now();
    if (task.type === 'publish') {
      this.#transfer = next(this.#transfer, { type: 'publish', target: task.target }, now);
      this.#keep(this.#guard({ target: task.target }, signal, () => this.#publish(task.target, signal)));
      return;
    }
    const keys = task.type === 'send' ? [task.key] : task.keys;
    for (const key of keys) this.#transfer = next(this.#transfer, { type: 'send', key }, now);
    this.#keep(
      task.type === 'send'
        ? this.#guard({ key: task.key }, signal, () => this.#send(task.key, signal))
        : this.#pass(task.archive, task.keys, signal),
    );
  }

  #keep(work: Promise<void>): void {
    this.#tasks.add(work);
    void work.finally(() => this.#tasks.delete(work));
  }

  async #guard(
    what: { key: string } | { target: string },
    signal: AbortSignal,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (signal.aborted) return this.#tell({ type: 'stopped', ...what });
      const { problem, again, pause } = judged(error);
      if (pause) {
        this.#tell({ type: 'pause', problem });
        this.#stop.abort();
        return this.#tell({ type: 'stopped', ...what });
      }
      this.#tell({ type: 'failed', ...what, problem, again });
    }
  }

  async #send(key: string, signal: AbortSignal): Promise<void> {
    const content = this.#content(key);
    const part = this.#planned.parts.get(key);
    if (!part) return;
    if (content.from && content.known) {
      // From itself, too: that counts as use, so that no collection takes it meanwhile.
      const there = await this.#registry.mount(content.home, content.known.digest, content.from, signal);
      if (there) return this.#tell({ type: 'held', key, held: content.known, there: true });
      return this.#tell({ type: 'not-mounted', key });
    }
    if (part.kind === 'document') {
      await this.#registry.put(content.home, part.digest, part.bytes, signal);
      const held = { digest: part.digest, size: part.size, mediaType: '' };
      return this.#tell({ type: 'held', key, held, there: false });
    }
    const archive = this.#archive(content.archive);
    const { member, size } = content;
    const place = archive.placeOf(member);
    const { file } = (place?.source ?? {}) as Partial<FileSource>;
    const chunksFrom = (offset: number) =>
      place && file
        ? slicesOf(file.slice(place.offset + offset, place.offset + size))
        : chunksOf(archive.openMember(member, offset));
    await this.#sendBytes(content, signal, chunksFrom);
  }

  async #sendBytes(
    content: Content,
    signal: AbortSignal,
    chunksFrom: (offset: number) => AsyncIterable<Uint8Array | Blob>,
  ) {
    const part = this.#planned.parts.get(content.key);
    if (!part || part.kind === 'document') return;
    const digest = part.kind === 'layer' ? part.diffId : part.digest;
    const mediaType = part.kind === 'blob' ? part.mediaType : '';
    const { key } = content;
    const sending = this.#sending(signal);
    const sent = await sendMember(sending, { ...content, digest, mediaType }, chunksFrom);
    if (!('job' in sent)) return this.#tell({ type: 'held', key, held: sent, there: false });
    // The next layer is on its way while the server works on this one.
    this.#tell({ type: 'compress', key, compressed: 0 });
    this.#keep(
      this.#guard({ key }, signal, async () => {
        this.#tell({ type: 'held', key, held: await awaitLayer(sending, content, sent.job), there: false });
      }),
    );
    this.pump();
  }

  /** A compressed archive gives its members in its own order: one goes after the other, while the server compresses. */
  async #pass(archiveId: string, keys: readonly string[], signal: AbortSignal): Promise<void> {
    const archive = this.#archive(archiveId);
    const byMember = new Map(keys.map((key) => [this.#content(key).member, key]));
    const left = new Set(keys);
    let failed: unknown;
    try {
      await archive.readMembers([...byMember.keys()], async (member, bytes) => {
        const key = byMember.get(member) ?? '';
        left.delete(key);
        await this.#guard({ key }, signal, async () => {
          await this.#sendBytes(this.#content(key), signal, (offset) => chunksOf(after(bytes, offset)));
        });
        signal.throwIfAborted();
      });
    } catch (error) {
      failed = error;
    }
    for (const key of left) {
      await this.#guard({ key }, signal, async () => {
        throw failed ?? new Error('the pass ended without it');
      });
    }
  }

  async #publish(id: string, signal: AbortSignal): Promise<void> {
    const target = this.#transfer.targets.find((one) => one.id === id);
    const image = this.#planned.images.get(id);
    if (!target || !image) return;
    const { organization } = this.#options.order;
    for (const key of target.keys) {
      const { home, held } = this.#content(key);
      if (home === target.repository || !held) continue;
      const there = await this.#registry.mount(target.repository, held.digest, `${organization}/${home}`, signal);
      if (!there) throw new TransferProblem('blob-gone', `${held.digest} is gone again`, { again: true });
    }
    const manifests = manifestsOf(image, (key) => {
      const { held } = this.#content(key);
      if (!held) throw new Error(`${key} is not there`);
      return held;
    });
    for (const [index, manifest] of manifests.entries()) {
      const reference = index === manifests.length - 1 ? target.tag : manifest.digest;
      await this.#registry.putManifest(target.repository, reference, manifest, signal);
    }
    this.#tell({ type: 'published', target: id, digest: manifests.at(-1)?.digest ?? '' });
  }

  #sending(signal: AbortSignal): Sending {
    const { order, sessions, saveSessions } = this.#options;
    const tell = (event: TransferEvent) => this.#tell(event);
    return { organization: order.organization, registry: this.#registry, sessions, saveSessions, tell, signal };
  }

  #content(key: string): Content {
    const content = this.#transfer.contents[key];
    if (!content) throw new Error(`${key} is no part of this upload`);
    return content;
  }

  #archive(id: string): ImageArchive {
    const archive = this.#options.archives.get(id);
    if (!archive) throw new Error(`the archive ${id} is not open`);
    return archive;
  }
}

async function* after(bytes: AsyncIterable<Uint8Array>, offset: number): AsyncGenerator<Uint8Array> {
  let left = offset;
  for await (const chunk of bytes) {
    const rest = chunk.subarray(Math.min(left, chunk.length));
    left -= chunk.length - rest.length;
    if (rest.length > 0) yield rest;
  }
}
