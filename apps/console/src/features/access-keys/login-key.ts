/** `WK` and 18 letters and digits. */
export function isAccessKeyId(text: string): boolean {
  return /^WK[A-Z0-9]{18}$/.test(text);
}

/**
 * What clients log in with: hex of HMAC-SHA256(message = id, key = secret). Computed here, so that the secret never leaves
 * the browser.
 */
export async function loginKeyOf(id: string, secret: string): Promise<string> {
  // Not there on pages that came over plain HTTP from another machine.
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (!subtle) return await askWorker(id, secret);
  const bytes = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await subtle.importKey('raw', bytes.encode(secret), algorithm, false, ['sign']);
  const signed = await subtle.sign('HMAC', key, bytes.encode(id));
  return [...new Uint8Array(signed)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** In a worker, because the page's own policy forbids WebAssembly. */
function askWorker(id: string, secret: string): Promise<string> {
  const worker = new Worker(new URL('./worker/login-key-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<string>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<string>) => resolve(data));
    worker.addEventListener('error', ({ message }) => reject(new Error(message || 'the worker could not be loaded')));
    worker.postMessage({ id, secret });
  }).finally(() => worker.terminate());
}

/** The same in a shell, for who would rather not give a browser the secret. */
export function loginKeyCommand(id: string): string {
  return `printf '%s' ${id} | openssl dgst -sha256 -hmac "$SECRET" | sed 's/.* //'`;
}
