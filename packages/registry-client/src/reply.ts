import type { IncomingMessage } from 'node:http';
import { RegistryClientError } from './error.ts';

/** What is read at most of a body that must fit in memory: manifests, lists, errors. Bytes. */
const bodyLimit = 16 * 1024 * 1024;

/** An answer: read its body once, by one of `stream`, `bytes`, `text`, `json`, or let go of it by `discard`. */
export class Reply {
  readonly url: URL;
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly stream: IncomingMessage;

  constructor(url: URL, message: IncomingMessage) {
    this.url = url;
    this.status = message.statusCode ?? 0;
    this.headers = message.headers;
    this.stream = message;
  }

  /** A header's value; several of one name joined by commas. */
  header(name: string): string | undefined {
    const value = this.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  async bytes(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of this.stream as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > bodyLimit)
        throw new RangeError(`the answer of ${this.url.pathname} is larger than ${bodyLimit} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, length);
  }

  async text(): Promise<string> {
    return (await this.bytes()).toString('utf8');
  }

  /** The caller says what it expects and checks what it relies on. */
  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  /** Reads the rest away, so that the connection serves the next request. */
  async discard(): Promise<void> {
    for await (const _ of this.stream);
  }

  /** The answer as an error; reads its body. */
  async toError(method: string): Promise<RegistryClientError> {
    const body = await this.text().catch((error: unknown) => `its body could not be read: ${error}`);
    return new RegistryClientError(`${method} ${this.url.pathname}`, this.status, this.headers, body);
  }
}
