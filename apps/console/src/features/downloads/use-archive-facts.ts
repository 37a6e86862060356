import { useQuery } from '@tanstack/react-query';
import { ApiProblem } from '../../lib/api-client.ts';

export interface ArchiveFacts {
  /** Bytes. */
  size: number;
  fileName: string;
}

/** What the download would be, asked by HEAD: the server knows the size to the byte before it reads any of it. */
export function useArchiveFacts(address: string | undefined) {
  return useQuery<ArchiveFacts, ApiProblem>({
    queryKey: ['archiveFacts', address],
    queryFn: ({ signal }) => ask(address ?? '', signal),
    enabled: address !== undefined,
    retry: false,
  });
}

async function ask(address: string, signal: AbortSignal): Promise<ArchiveFacts> {
  let answer: Response;
  try {
    answer = await fetch(address, { method: 'HEAD', credentials: 'same-origin', signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ApiProblem({ code: 'offline', message: 'The server did not answer.' }, 0);
  }
  // HEAD has no body that could say more.
  if (!answer.ok) {
    const requestId = answer.headers.get('x-request-id');
    const code = answer.status === 404 ? 'not-found' : answer.status === 401 ? 'not-signed-in' : 'unreadable';
    throw new ApiProblem({ code, message: `HEAD: ${answer.status}`, ...(requestId && { requestId }) }, answer.status);
  }
  const disposition = answer.headers.get('content-disposition') ?? '';
  return {
    size: Number(answer.headers.get('content-length')),
    fileName: /filename="([^"]+)"/.exec(disposition)?.[1] ?? 'image.tar',
  };
}
