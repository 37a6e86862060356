import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import type { ChangeNotice, Operation } from '@wharf/api';
import { changesPath } from '@wharf/api/routes';
import { useEffect } from 'react';

const pollMilliseconds = 15_000;
/** A push is a burst of notices; one round of questions answers them all. */
const gatherMilliseconds = 400;

const always: readonly Operation[] = [
  'getOverview',
  'getQuota',
  'listOrganizations',
  'listRepositories',
  'listSharedRepositories',
];
const ofOrganization: readonly Operation[] = [
  'getOrganization',
  'getOrganizationResourceTags',
  'listGrants',
  'listDeletions',
  'getDeletion',
];
const ofRepository: readonly Operation[] = [
  'getRepository',
  'listShares',
  'getRepositoryResourceTags',
  'listTags',
  'getTag',
  'getManifest',
  'listTagChanges',
  'getReferrerTree',
];

/** Whether what a query shows can have changed by what the notice tells. */
export function concerns(notice: ChangeNotice, queryKey: readonly unknown[]): boolean {
  const [operation, params] = queryKey as [Operation, { organization?: string; repository?: string } | undefined];
  if (always.includes(operation)) return true;
  const inOrganization = notice.organization === null || params?.organization === notice.organization;
  if (ofOrganization.includes(operation)) return inOrganization;
  if (!ofRepository.includes(operation)) return false;
  if (notice.repository === null) return inOrganization;
  return `${params?.organization}/${params?.repository}` === notice.repository;
}

export function refreshFor(client: QueryClient, notices: readonly ChangeNotice[]): void {
  void client.invalidateQueries({
    predicate: ({ queryKey }) => notices.some((notice) => concerns(notice, queryKey)),
  });
}

const anything: ChangeNotice = { type: 'poll', organization: null, repository: null };

/** Listens for changes while mounted; asks every 15 seconds instead while the stream is broken. */
export function useChanges(): void {
  const client = useQueryClient();
  useEffect(() => {
    let gathered: ChangeNotice[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let polling: ReturnType<typeof setInterval> | undefined;
    let source: EventSource;

    const flush = () => {
      timer = undefined;
      refreshFor(client, gathered);
      gathered = [];
    };
    const notice = (event: MessageEvent<string>) => {
      gathered.push(JSON.parse(event.data) as ChangeNotice);
      timer ??= setTimeout(flush, gatherMilliseconds);
    };
    const poll = () => {
      refreshFor(client, [anything]);
      // A refused stream is closed for good by the browser; only a new one can come back.
      if (source.readyState === EventSource.CLOSED) listen();
    };
    const listen = () => {
      source = new EventSource(`/api${changesPath}`);
      source.onmessage = notice;
      source.onopen = () => {
        if (polling === undefined) return;
        clearInterval(polling);
        polling = undefined;
        // What happened while nobody listened.
        refreshFor(client, [anything]);
      };
      source.onerror = () => {
        polling ??= setInterval(poll, pollMilliseconds);
      };
    };
    listen();
    return () => {
      source.close();
      clearTimeout(timer);
      clearInterval(polling);
    };
  }, [client]);
}
