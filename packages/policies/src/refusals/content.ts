import { entriesOf } from './entry.ts';

const pushAgain = 'push the image again';
const routine = { kept: false };

export const contentReasons = {
  ...entriesOf('content', {
    'repository-unknown': ['nothing has been pushed to this image yet', 'check the name, or push to it first'],
    'manifest-unknown': [
      'the image has no such tag or digest',
      'check the tag under Images in the console: it may have been deleted, or never pushed',
    ],
    'blob-unknown': ['the image does not hold this blob', pushAgain, routine],
    'blob-missing': ['the manifest names a blob that the image does not hold', `push the blobs first; ${pushAgain}`],
    'manifest-missing': [
      'the index names a manifest that the image does not hold',
      `push the images of all platforms first, then the index`,
    ],
    'platform-missing': ['the tag has no image for this platform', 'choose a platform that it has', routine],
    'digest-differs': [
      'the bytes that came have another digest than was said: they were changed or cut off on the way',
      `${pushAgain}; if it comes back, look for a proxy that changes bodies`,
    ],
    'digest-format': [
      'this is no digest: sha256: with 64 or sha512: with 128 lowercase hexadecimal digits',
      'check the digest',
    ],
    'manifest-format': ['the manifest is not one of the known formats', 'push it with a current client'],
    'manifest-too-large': [
      'the manifest is larger than this server takes',
      'put fewer platforms or annotations into it',
      { help: 'system-administrator' },
    ],
    'manifest-too-slow': [
      'the manifest came too slowly',
      'check the network between client and server, then try again',
    ],
    'size-differs': ['other than the announced number of bytes came', pushAgain],
    'upload-damaged': ['the bytes of this upload were lost', pushAgain],
    'upload-unknown': ['the upload was finished, cancelled, or left alone too long', 'start a new upload'],
    'file-index-pending': ['the files of this image are not read yet', 'wait until that is done', routine],
    'too-many-files': ['the image holds too many files to be shown', 'look into single layers instead', routine],
  }),
  ...entriesOf('range', {
    'range-format': [
      'Content-Range of a chunk is <first byte>-<last byte>',
      'send it so, or without chunks',
      { kept: true },
    ],
    'range-outside': [
      'the blob is shorter than the range that was asked for',
      'ask for a range within its size; clients that resume: begin anew',
    ],
    'range-out-of-order': [
      'the chunk does not begin where the upload ends',
      'ask for the state of the upload, and go on from there',
    ],
    'upload-busy': [
      'another request is writing this upload',
      'wait for it to end, ask for the state of the upload, and go on from there',
    ],
    'too-large': [
      'it is larger than this server takes',
      'make it smaller, or push it with docker push',
      { help: 'system-administrator' },
    ],
  }),
  ...entriesOf('archive', {
    'archive-refused': ['the archive cannot be taken', 'make it anew with docker save'],
    'not-an-archive': ['this is no tar archive', 'make it with docker save'],
    unsupported: [
      'a compression or a kind of member is not read here',
      'make it with docker save, packed with gzip or not at all',
    ],
    truncated: ['the archive ends too early', 'make or copy it again'],
    corrupt: ['the archive is damaged', 'make or copy it again'],
    'unsafe-path': ['a path in the archive leads out of it', 'make it with docker save'],
    'unsafe-link': ['a link in the archive leads out of it, or in a circle', 'make it with docker save'],
    'no-manifest': [
      'the archive holds neither manifest.json nor index.json',
      'make it with docker save, not docker export',
    ],
    'no-image': ['the archive holds no image', 'name an image in docker save'],
    'config-missing': ['the config of an image is not in the archive', 'make it again with docker save'],
    'layer-missing': ['a layer of an image is not in the archive', 'make it again with docker save'],
    bomb: ['the archive unpacks to far more than its size', 'make it with docker save'],
    'bad-json': ['a document of the archive is not JSON', 'make it again with docker save'],
  }),
  ...entriesOf('protocol', {
    'path-unknown': [
      'the registry has no such address',
      'check the address: https://<registry>/v2/<organization>/<image>, and what follows it',
      routine,
    ],
    'method-unknown': ['this address does not take that method', 'use one of those that the answer names', routine],
    'query-nul': ['the query holds a NUL character', 'leave it out', routine],
    'page-size': ['n is a count of entries, 0 or more', 'send such a number', routine],
    'too-slow': [
      'the request came too slowly',
      'check the network between client and server, then try again: an upload goes on where it stopped',
    ],
    'request-malformed': [
      'the request is not HTTP as it is defined',
      'update the client, or look for a proxy that changes requests',
      routine,
    ],
    'invalid-input': ['a field does not fit', 'correct the fields that are marked', routine],
  }),
  ...entriesOf('server', {
    internal: [
      'the server failed',
      'try again; the operator finds the cause in the log under the request id',
      { help: 'system-administrator', kept: false },
    ],
    unavailable: [
      'the server cannot do this just now',
      'try again in a moment',
      { help: 'system-administrator', kept: false },
    ],
  }),
};
