import type { Agent, IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http';
import { type Either, left, right } from '../../../domain/foundation/fp.ts';

/** One question to a server. */
export interface Question {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Most time until the whole answer is there. @unit ms */
  readonly timeoutMs: number;
  readonly agent: Agent;
}

/** What a server answered, whatever its status. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Why there is no answer: the word of the system, such as `ECONNREFUSED`, or `slow`. */
export interface Snag {
  readonly code: string;
  readonly cause: string;
}

/** Most that an answer may hold. @unit bytes */
const answerBytesMax = 512 * 1024 * 1024;

/** The module that speaks the protocol of an address; that of https is loaded only where it is needed. */
export const protocolOf = async (url: URL) =>
  url.protocol === 'https:' ? import('node:https') : import('node:http');

/** Asks once and waits for the whole answer. */
export const exchange = async (question: Question): Promise<Either<Snag, Answer>> => {
  const { request } = await protocolOf(question.url);
  return new Promise((resolve) => {
    const fail = (error: Error): void => resolve(left(snagOf(error)));
    const sent = request(question.url, optionsOf(question), (response) => {
      readAll(response).then(
        (text) =>
          resolve(right({ status: response.statusCode ?? 0, headers: response.headers, text })),
        fail,
      );
    });
    const timer = setTimeout(() => sent.destroy(slow()), question.timeoutMs);
    sent.on('error', fail);
    sent.on('close', () => clearTimeout(timer));
    sent.end(question.body);
  });
};

const optionsOf = ({ method, headers, agent, body }: Question): RequestOptions => ({
  method,
  agent,
  headers: {
    ...headers,
    ...(body === undefined ? {} : { 'content-length': `${Buffer.byteLength(body)}` }),
  },
});

const readAll = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += part.length;
    if (bytes > answerBytesMax) {
      response.destroy();
      throw new Error(`the answer has more than ${answerBytesMax} bytes`);
    }
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const slow = (): Error => Object.assign(new Error('the time is up'), { code: 'slow' });

/** What went wrong with a connection, in two words. */
export const snagOf = (error: unknown): Snag => {
  if (!(error instanceof Error)) return { code: 'unknown', cause: String(error) };
  // Node gathers one error for each address that a name has.
  const inner: unknown = 'errors' in error && Array.isArray(error.errors) ? error.errors[0] : error;
  const known = inner instanceof Error ? inner : error;
  const code = 'code' in known && typeof known.code === 'string' ? known.code : 'unknown';
  return { code, cause: known.message === '' ? code : known.message };
};
