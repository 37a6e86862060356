import { createHMAC, createSHA256 } from 'hash-wasm';

addEventListener('message', ({ data }: MessageEvent<{ id: string; secret: string }>) => {
  void answer(data);
});

async function answer({ id, secret }: { id: string; secret: string }): Promise<void> {
  const hmac = await createHMAC(createSHA256(), secret);
  postMessage(hmac.init().update(id).digest('hex'));
}
