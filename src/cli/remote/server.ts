import { randomUUID } from 'node:crypto';
import type { Agent } from 'node:http';
import type { Ask } from '../../../adapters/ports/ask.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { Destination } from './destination.ts';
import { type Answer, protocolOf, type Question } from './exchange.ts';
import type { RemoteFault } from './faults.ts';
import { persist, usualPausesMs } from './persist.ts';
import { memberOf, parsed, refusalOf } from './problem.ts';

/** Figures of a query; a list is repeated, what is undefined is left out. */
export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** How an ask is meant. */
export interface AskHow {
  /** Judged by the server as if it were meant, and not written. */
  readonly isDryRun?: boolean | undefined;
  /** The last fact that was seen about the subject; the ask is refused when there is a later one. */
  readonly expectedRevision?: number | undefined;
}

/** What an ask led to. */
export interface AskDone {
  readonly revision: number;
  /** None where it was so already. */
  readonly facts: readonly unknown[];
}

/** A server that answers questions and takes asks. */
export interface Server {
  readonly address: string;
  /** The context's project, where it names one. */
  readonly project: string | undefined;
  readonly agent: Agent;
  readonly headers: Readonly<Record<string, string>>;
  readonly urlOf: (path: string, query?: Query) => URL;
  /** A JSON document, not looked at yet. */
  readonly get: (path: string, query?: Query) => Promise<Either<RemoteFault, unknown>>;
  /** The same of a question that is too long for an address. */
  readonly inquire: (path: string, body: object) => Promise<Either<RemoteFault, unknown>>;
  /** Sends what somebody asks for; sent again after a snag it has no second effect. */
  readonly ask: (ask: Ask, how?: AskHow) => Promise<Either<RemoteFault, AskDone>>;
  /** Tells what asks would lead to in the next plan: one for each, not looked at yet. */
  readonly forecast: (asks: readonly Ask[]) => Promise<Either<RemoteFault, readonly unknown[]>>;
  readonly close: () => void;
}

/** Connections that are open at the same time. */
const socketsMax = 8;

/** Prepares to speak with a server, which is to answer as of a moment where one is named; nothing is sent yet. */
export const createServer = async (destination: Destination, at?: string): Promise<Server> => {
  const { url, project } = destination;
  const { Agent: KeptAlive } = await protocolOf(url);
  const agent = new KeptAlive({ keepAlive: true, maxSockets: socketsMax });
  const headers = headersOf(destination);
  const urlOf = (path: string, query: Query = {}): URL => urlBelow(url, path, query);
  const send = sender(destination, headers, agent);
  return {
    address: url.href,
    project,
    agent,
    headers,
    urlOf,
    get: async (path, query) =>
      jsonOf(
        url.href,
        await send({ method: 'GET', url: urlOf(path, { ...query, at }), headers: {} }),
      ),
    inquire: async (path, body) => jsonOf(url.href, await send(inquiryOf(urlOf(path), body))),
    ask: async (ask, how = {}) => doneOf(url.href, await send(askOf(urlOf, ask, how))),
    forecast: async (asks) =>
      foretoldOf(url.href, await send(posted(urlOf('berth/v1/forecasts'), { asks }))),
    close: () => agent.destroy(),
  };
};

const headersOf = ({ token }: Destination): Readonly<Record<string, string>> => ({
  accept: 'application/json',
  'user-agent': 'berth-cli',
  ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
});

const sender =
  (
    { url, timeoutMs, pausesMs = usualPausesMs }: Destination,
    headers: Readonly<Record<string, string>>,
    agent: Agent,
  ) =>
  (asked: Pick<Question, 'method' | 'url' | 'headers' | 'body'>) =>
    persist(url.href, pausesMs, {
      ...asked,
      headers: { ...headers, ...asked.headers },
      timeoutMs,
      agent,
    });

const urlBelow = (base: URL, path: string, query: Query): URL => {
  const url = new URL(path.replace(/^\//, ''), base);
  for (const [key, value] of Object.entries(query)) {
    const values = value === undefined ? [] : typeof value === 'object' ? value : [`${value}`];
    for (const one of values) url.searchParams.append(key, one);
  }
  return url;
};

const inquiryOf = (url: URL, body: object) => ({
  method: 'POST' as const,
  url,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const askOf = (urlOf: Server['urlOf'], ask: Ask, how: AskHow) => ({
  ...posted(urlOf('berth/v1/asks', how.isDryRun === true ? { dryRun: 'true' } : {}), ask),
  headers: {
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
    ...(how.expectedRevision === undefined ? {} : { 'if-match': `"${how.expectedRevision}"` }),
  },
});

const posted = (url: URL, body: unknown) => ({
  method: 'POST' as const,
  url,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const foretoldOf = (
  address: string,
  answer: Either<RemoteFault, Answer>,
): Either<RemoteFault, readonly unknown[]> => {
  const json = jsonOf(address, answer);
  if (isLeft(json)) return json;
  const foretold = memberOf(json.right, 'foretold');
  return Array.isArray(foretold)
    ? right(foretold)
    : left({ _tag: 'AnswerUnreadable', address, problem: 'it does not say what would be' });
};

const jsonOf = (
  address: string,
  answer: Either<RemoteFault, Answer>,
): Either<RemoteFault, unknown> => {
  if (isLeft(answer)) return answer;
  const { status, text } = answer.right;
  if (status < 200 || status > 299) return left(refusalOf(address, status, text));
  const value = parsed(text);
  return value === undefined
    ? left({ _tag: 'AnswerUnreadable', address, problem: 'the answer is no JSON' })
    : right(value);
};

const doneOf = (
  address: string,
  answer: Either<RemoteFault, Answer>,
): Either<RemoteFault, AskDone> => {
  const json = jsonOf(address, answer);
  if (isLeft(json)) return json;
  const revision = memberOf(json.right, 'revision');
  const facts = memberOf(json.right, 'facts');
  return typeof revision === 'number' && Array.isArray(facts)
    ? right({ revision, facts })
    : left({ _tag: 'AnswerUnreadable', address, problem: 'it does not say what it has done' });
};
