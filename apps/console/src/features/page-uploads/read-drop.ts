import type { ChosenFiles } from './protocol.ts';

type Chosen = Omit<ChosenFiles, 'id'>;

/** Each file as it is; what came by one folder (`webkitdirectory`) as one. */
export function fromInput(files: Iterable<File>): Chosen[] {
  const folders = new Map<string, { path: string; file: File }[]>();
  const chosen: Chosen[] = [];
  for (const file of files) {
    const path = file.webkitRelativePath;
    const folder = path.split('/', 1)[0];
    if (path && folder) folders.set(folder, [...(folders.get(folder) ?? []), { path, file }]);
    else chosen.push({ name: file.name, folder: false, files: [{ path: file.name, file }] });
  }
  for (const [name, within] of folders) chosen.push({ name, folder: true, files: within });
  return chosen;
}

/** A drop's files and folders; the browser forgets the drop at the end of its event, so all is asked for before any wait. */
export async function fromDrop(items: DataTransferItemList): Promise<Chosen[]> {
  const asked = [...items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile(), handle: handleOf(item) }));
  const chosen: Chosen[] = [];
  for (const { entry, file, handle } of asked) {
    if (entry?.isDirectory) {
      const files: { path: string; file: File }[] = [];
      await readFolder(entry as FileSystemDirectoryEntry, entry.name, files);
      chosen.push({ name: entry.name, folder: true, files });
    } else if (file) {
      const kept = await handle;
      chosen.push({
        name: file.name,
        folder: false,
        files: [{ path: file.name, file }],
        ...(kept && { handle: kept }),
      });
    }
  }
  return chosen;
}

/** Chromium only, and only over https or on the own machine: with it a reload needs no second choice. */
async function handleOf(item: DataTransferItem): Promise<FileSystemFileHandle | undefined> {
  const { getAsFileSystemHandle } = item as { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> };
  try {
    const handle = await getAsFileSystemHandle?.call(item);
    return handle?.kind === 'file' ? (handle as FileSystemFileHandle) : undefined;
  } catch {
    // Not allowed here: the file itself is all that is needed now.
    return undefined;
  }
}

async function readFolder(folder: FileSystemDirectoryEntry, path: string, into: { path: string; file: File }[]) {
  const reader = folder.createReader();
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return;
    for (const entry of entries) {
      const within = `${path}/${entry.name}`;
      if (entry.isDirectory) await readFolder(entry as FileSystemDirectoryEntry, within, into);
      else into.push({ path: within, file: await fileOf(entry as FileSystemFileEntry) });
    }
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** Opens files of before without a dialog, where the browser still may; undefined: they have to be chosen again. */
export async function fromHandles(
  handles: readonly (FileSystemFileHandle | undefined)[],
): Promise<Chosen[] | undefined> {
  const chosen: Chosen[] = [];
  for (const handle of handles) {
    if (!handle) return undefined;
    const { requestPermission } = handle as { requestPermission?: (mode: object) => Promise<string> };
    if ((await requestPermission?.call(handle, { mode: 'read' })) !== 'granted') return undefined;
    const file = await handle.getFile();
    chosen.push({ name: file.name, folder: false, files: [{ path: file.name, file }], handle });
  }
  return chosen;
}
