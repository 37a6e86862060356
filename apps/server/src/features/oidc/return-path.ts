const longest = 400;

/** Where the browser asked to come back to: a path of this server, never another one (`//host`, `/\host`, a full address). */
export function returnPath(asked: unknown): string {
  const fallback = '/overview';
  if (typeof asked !== 'string' || asked.length > longest || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(asked))
    return fallback;
  // As a browser reads it: some characters vanish, some end a path early.
  const read = new URL(asked, 'http://here.invalid');
  return read.host === 'here.invalid' && !read.pathname.startsWith('//') && !read.pathname.startsWith('/sign-in')
    ? read.pathname + read.search
    : fallback;
}
