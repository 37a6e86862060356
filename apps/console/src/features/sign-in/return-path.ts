/** Where to go after signing in: the page that was asked for, never another server (`//host`, `/\host`). */
export function returnPath(asked: string | null): string {
  if (!asked?.startsWith('/') || /^\/[/\\]/.test(asked) || asked.startsWith('/sign-in')) return '/overview';
  return asked;
}
