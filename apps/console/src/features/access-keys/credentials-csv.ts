export interface AccessKeySecret {
  id: string;
  secret: string;
}

/** A file that holds the one row that `readCredentials` reads. */
export function writeCredentials(user: string, { id, secret }: AccessKeySecret): string {
  return `User Name,Access Key Id,Secret Access Key\r\n${user},${id},${secret}\r\n`;
}

/** The first access key of such a file, its columns in any order; undefined when it is none. Quotes (RFC 4180) are taken off. */
export function readCredentials(text: string): AccessKeySecret | undefined {
  const [head = [], row = []] = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')));
  const column = (pattern: RegExp) => row[head.findIndex((name) => pattern.test(name))];
  const secret = column(/secret/i);
  const id = column(/^(?!.*secret).*key/i);
  return id && secret ? { id, secret } : undefined;
}
