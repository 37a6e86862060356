import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes the data folder and its `db` folder; the latter is closed to all other users at every start, since the database
 * in it holds the signing key and the hashes, and the data folder may be one that the operator made readable.
 * @returns the `db` folder.
 */
export async function makeDataFolders(data: string): Promise<string> {
  const made = await mkdir(data, { recursive: true, mode: 0o700 });
  // What the mask of the process took away or not; a folder that was there keeps the mode that its owner chose.
  if (made !== undefined) await chmod(data, 0o700);
  const folder = join(data, 'db');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  return folder;
}
