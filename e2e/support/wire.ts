import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface RawAnswer {
  status: number;
  headers: Map<string, string>;
  body: string;
}

/** What goes over the wire: bytes, or a pause in milliseconds. */
export type Step = string | Buffer | number;

export interface Conversation {
  /** Each answer in order, without interim ones (100). */
  answers: RawAnswer[];
  /** All that came, as text. */
  text: string;
  closedByServer: boolean;
}

/**
 * Writes bytes as they are and reads until the server closes, `answers` answers are complete, or `limit` ms pass.
 * Nothing here knows HTTP better than it must: that is the point.
 */
export async function converse(
  port: number,
  steps: readonly Step[],
  { answers: wanted = 1, limit = 10_000 }: { answers?: number; limit?: number } = {},
): Promise<Conversation> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  let closedByServer = false;
  let settle: () => void = () => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const text = () => Buffer.concat(chunks).toString('latin1');
  socket.on('data', (chunk) => {
    chunks.push(chunk);
    if (answersIn(text()).length >= wanted) settle();
  });
  socket.on('error', () => {
    // A reset is one of the ways in which a server may end such a talk; `answers` tells what it said before.
    closedByServer = true;
    settle();
  });
  socket.on('end', () => {
    closedByServer = true;
    settle();
  });
  const timer = setTimeout(settle, limit);
  try {
    await Promise.race([writeAll(socket, steps), settled]);
    await settled;
    return { answers: answersIn(text()), text: text(), closedByServer };
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

async function writeAll(socket: Socket, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if (socket.destroyed) return;
    if (typeof step === 'number') await wait(step);
    else await new Promise<void>((resolve) => socket.write(step, () => resolve()));
  }
}

/** Opens a connection, sends `head` and `body`, and is gone without a word. */
export async function vanish(port: number, head: string, body: Buffer, pause = 300): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {
    // The server may close first.
  });
  await writeAll(socket, [head, body, pause]);
  socket.resetAndDestroy();
}

function answersIn(text: string): RawAnswer[] {
  const answers: RawAnswer[] = [];
  let rest = text;
  for (;;) {
    const headEnd = rest.indexOf('\r\n\r\n');
    if (!rest.startsWith('HTTP/1.') || headEnd < 0) return answers;
    const [statusLine = '', ...lines] = rest.slice(0, headEnd).split('\r\n');
    const status = Number(statusLine.split(' ')[1]);
    const headers = new Map(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    rest = rest.slice(headEnd + 4);
    if (status === 100) continue;
    const body = takeBody(rest, headers, status);
    if (!body) return answers;
    answers.push({ status, headers, body: body.text });
    rest = rest.slice(body.length);
  }
}

function takeBody(
  rest: string,
  headers: Map<string, string>,
  status: number,
): { text: string; length: number } | undefined {
  if (status === 204 || status === 304) return { text: '', length: 0 };
  if (headers.get('transfer-encoding') === 'chunked') {
    const end = rest.indexOf('0\r\n\r\n');
    if (end < 0) return undefined;
    const text = rest.slice(0, end).replace(/(?:^|\r\n)[0-9a-f]+\r\n/g, '');
    return { text: text.trimEnd(), length: end + 5 };
  }
  const length = Number(headers.get('content-length') ?? 0);
  return rest.length < length ? undefined : { text: rest.slice(0, length), length };
}
