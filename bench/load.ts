// The load process: what the clients cost must not be counted as the servers', nor share their thread with the report.

import type { Job, Outcome } from './jobs.ts';
import { download } from './load-download.ts';
import { smallBlobs, tags, upload } from './load-push.ts';
import { requests } from './load-requests.ts';

process.on('message', async (job: Job) => {
  try {
    process.send?.({ outcome: await run(job) });
  } catch (error) {
    process.send?.({ failure: error instanceof Error ? error.stack : String(error) });
  }
});

function run(job: Job): Promise<Outcome> {
  switch (job.kind) {
    case 'download':
      return download(job);
    case 'upload':
      return upload(job);
    case 'small-blobs':
      return smallBlobs(job);
    case 'requests':
      return requests(job);
    case 'tags':
      return tags(job);
  }
}
