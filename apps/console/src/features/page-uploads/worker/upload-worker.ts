import type { ImageArchive } from '@wharf/image-archive';
import { rememberCsrfTokenOf } from '../../../lib/api-client.ts';
import type { ChosenFiles, FromWorker, SavedFile, SavedUpload, ToWorker, UploadOrder } from '../protocol.ts';
import { judged } from '../transfer/problem.ts';
import { type RunningTransfer, runTransfer } from '../transfer/run-transfer.ts';
import { ended, type Transfer } from '../transfer/state.ts';
import { Rate, totalsOf } from '../transfer/totals.ts';
import { markOf } from './file-mark.ts';
import { openFiles, summaryOf } from './open-files.ts';
import { dropSaved, readSaved, writeSaved } from './saved-upload.ts';

/** How often the page is told of bytes; it is told of everything else at once. */
const tellMs = 200;

const archives = new Map<string, ImageArchive>();
const files = new Map<string, SavedFile>();
const readings = new Map<string, AbortController>();
let running: RunningTransfer | undefined;
/** Archives are read one after the other: a disk has one head, and hashing one core. */
let reading: Promise<void> = Promise.resolve();
let saving: Promise<void> = Promise.resolve();

function tell(message: FromWorker): void {
  postMessage(message);
}

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  handle(data).catch((error: unknown) => tell({ type: 'crashed', message: String(error) }));
});

async function handle(message: ToWorker): Promise<void> {
  if ('csrfToken' in message) rememberCsrfTokenOf(message);
  switch (message.type) {
    case 'open':
      reading = reading.then(() => open(message.chosen));
      return await reading;
    case 'forget':
      readings.get(message.id)?.abort();
      archives.delete(message.id);
      files.delete(message.id);
      return;
    case 'start':
      return await start(message.order, message.user, message.saved);
    case 'pause':
      return running?.pause();
    case 'resume':
      return running?.resume();
    case 'online':
      return running?.online();
    case 'cancel':
      await running?.cancel();
      return await dropSaved();
    case 'close':
      running = undefined;
      archives.clear();
      files.clear();
      return;
    case 'find-saved':
      return tell({ type: 'saved', saved: await readSaved().catch(() => undefined) });
    case 'drop-saved':
      return await dropSaved();
  }
}

async function open(chosen: ChosenFiles): Promise<void> {
  const { id, name, folder, handle: fileHandle } = chosen;
  const abort = new AbortController();
  readings.set(id, abort);
  let last = 0;
  try {
    const mark = await markOf(chosen);
    const archive = await openFiles(
      chosen,
      (bytes, total) => {
        if (Date.now() - last < tellMs) return;
        last = Date.now();
        tell({ type: 'reading', id, bytes, total });
      },
      abort.signal,
    );
    archives.set(id, archive);
    files.set(id, { id, name, folder, ...mark, handle: fileHandle });
    tell({ type: 'opened', id, ...mark, archive: summaryOf(archive) });
  } catch (error) {
    if (!abort.signal.aborted) tell({ type: 'refused', id, problem: judged(error).problem });
  } finally {
    readings.delete(id);
  }
}

async function start(order: UploadOrder, user: string, before: SavedUpload | undefined): Promise<void> {
  const used = new Set(order.targets.map(({ archive }) => archive));
  const saved: SavedUpload = {
    order,
    user,
    files: [...files.values()].filter(({ id }) => used.has(id)),
    sessions: before?.sessions ?? {},
  };
  const save = () => {
    // In order, and without holding up the transfer; a browser that keeps nothing loses only the way back.
    saving = saving.then(() => writeSaved(saved)).catch(() => {});
  };
  save();
  const rate = new Rate();
  let last = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (transfer: Transfer) => {
    clearTimeout(timer);
    last = Date.now();
    rate.add(totalsOf(transfer).sent, last);
    tell({ type: 'transfer', snapshot: { transfer, rate: rate.value } });
    if (ended(transfer)) saving = saving.then(dropSaved).catch(() => {});
  };
  try {
    running = await runTransfer({
      order,
      archives,
      sessions: saved.sessions,
      saveSessions: save,
      onChange(transfer) {
        clearTimeout(timer);
        const wait = ended(transfer) ? 0 : last + tellMs - Date.now();
        if (wait <= 0) show(transfer);
        else timer = setTimeout(() => show(transfer), wait);
      },
    });
  } catch (error) {
    tell({ type: 'refused', id: order.id, problem: judged(error).problem });
  }
}
