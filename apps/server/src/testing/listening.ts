import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

/** Listens on a free port of this machine; gives its URL. */
export async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Ends a server and whatever is connected to it. */
export async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

/** Sends raw bytes and gives all that came back until the server closed the connection. */
export async function rawExchange(url: string, text: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    received += chunk;
  });
  socket.write(text);
  await once(socket, 'close');
  return received;
}

export interface RawAnswer {
  status: number;
  /** Status line and headers. */
  head: string;
  body: string;
}

/** Sends raw bytes, and then nothing more; gives the answer as soon as all of it is there, though the connection stays. */
export async function rawAnswer(url: string, ...parts: (string | Uint8Array)[]): Promise<RawAnswer> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let received = '';
  try {
    socket.setEncoding('utf8').write(Buffer.concat(parts.map((part) => Buffer.from(part))));
    for await (const text of socket) {
      received += text;
      const [head = '', body] = received.split('\r\n\r\n', 2);
      const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1]);
      if (body !== undefined && Buffer.byteLength(body) >= length)
        return { status: Number(head.slice(9, 12)), head, body };
    }
  } finally {
    socket.destroy();
  }
  throw new Error(`the connection ended without a whole answer: ${received}`);
}
