import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

/** Where in an image's files somebody looks; all of it stands in the page's address. */
export interface FilesPlace {
  /** A directory, `usr/bin`; the root is empty. */
  dir: string;
  /** The file that is open, or empty. */
  file: string;
  /** Place of a layer; empty for the merged file system. */
  layer: string;
  find: string;
  sort: 'name' | '-size';
}

const empty: FilesPlace = { dir: '', file: '', layer: '', find: '', sort: 'name' };
const names = Object.keys(empty) as (keyof FilesPlace)[];

export function readFilesPlace(address: URLSearchParams): FilesPlace {
  const layer = address.get('layer') ?? '';
  return {
    dir: address.get('dir') ?? '',
    file: address.get('file') ?? '',
    layer: /^\d{1,5}$/.test(layer) ? layer : '',
    find: address.get('find') ?? '',
    sort: address.get('sort') === '-size' ? '-size' : 'name',
  };
}

export function writeFilesPlace(address: URLSearchParams, change: Partial<FilesPlace>): URLSearchParams {
  const next = new URLSearchParams(address);
  const place = { ...readFilesPlace(address), ...change };
  for (const name of names) {
    if (place[name] === empty[name]) next.delete(name);
    else next.set(name, place[name]);
  }
  return next;
}

/** @returns the place, and a setter whose change is one step of the browser's history; typing in the search box is none */
export function useFilesPlace(): [FilesPlace, (change: Partial<FilesPlace>) => void] {
  const [address, setAddress] = useSearchParams();
  const go = useCallback(
    (change: Partial<FilesPlace>) =>
      setAddress((now) => writeFilesPlace(now, change), { replace: 'find' in change, preventScrollReset: true }),
    [setAddress],
  );
  return [useMemo(() => readFilesPlace(address), [address]), go];
}
