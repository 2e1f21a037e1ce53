import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { App } from './app.ts';
import type { HttpBounds, HttpLog } from './options.ts';
import { Problem, problemType, type ProblemSaid, shown } from './problem-document.ts';
import { type JudgedPart, problemOfSchema } from './problem-of-schema.ts';
import type { RoutesKnown } from './routes-known.ts';

/** A reply as far as a problem is concerned; every reply of fastify is one. */
interface FailingReply {
  statusCode: number;
  readonly header: (name: string, value: string) => unknown;
  readonly send: (payload: string) => unknown;
}

/** Answers with a problem. */
export const sendProblem = (reply: FailingReply, problem: Problem, requestId: string): void => {
  reply.statusCode = problem.said.status;
  for (const [name, value] of Object.entries(problem.said.headers ?? {})) reply.header(name, value);
  reply.header('content-type', problemType);
  reply.send(JSON.stringify(problem.document(`urn:uuid:${requestId}`)));
};

/** Answers with a problem where no route has been looked for yet. */
export const endWithProblem = (raw: ServerResponse, problem: Problem, requestId: string): void => {
  raw.writeHead(problem.said.status, { 'content-type': problemType });
  raw.end(JSON.stringify(problem.document(`urn:uuid:${requestId}`)));
};

/** Turns everything that can go wrong in a request into a problem. */
export const answerFailures = (app: App, routes: RoutesKnown, log: HttpLog): void => {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem.said.status >= 500 && !(error instanceof Problem)) {
      const { method, url, id } = request;
      log.error({ requestId: id, method, url, error: stackOf(error) }, 'a request failed');
    }
    sendProblem(reply, problem, request.id);
  });
  app.setNotFoundHandler((request, reply) => {
    sendProblem(reply, routes.problemOf(request.method, request.url), request.id);
  });
};

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** What an error that was thrown means to its caller: no more than it may know. */
export const problemOf = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  if (typeof error !== 'object' || error === null) return new Problem(internal);
  if ('validation' in error && Array.isArray(error.validation) && 'validationContext' in error) {
    return problemOfSchema(error.validation, partOf(error.validationContext));
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const said = saidByCode.get(code);
  if (said !== undefined) return new Problem(said);
  const status = 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500
    ? new Problem({ ...malformed, status })
    : new Problem(internal);
};

const partOf = (context: unknown): JudgedPart =>
  context === 'querystring' || context === 'params' || context === 'headers' ? context : 'body';

const internal: ProblemSaid = {
  slug: 'internal',
  status: 500,
  title: 'A fault of the server',
  detail: 'Its log has more under the id of this request.',
};

const malformed: ProblemSaid = {
  slug: 'malformed-request',
  status: 400,
  title: 'A request that is none',
  detail: 'The request is not well-formed HTTP.',
};

const tooLarge: ProblemSaid = {
  slug: 'too-large',
  status: 413,
  title: 'A body that is too large',
  detail: 'Send less at once.',
};

const saidByCode: ReadonlyMap<string, ProblemSaid> = new Map([
  ['FST_ERR_CTP_BODY_TOO_LARGE', tooLarge],
  [
    'FST_ERR_CTP_INVALID_MEDIA_TYPE',
    {
      slug: 'unsupported-media-type',
      status: 415,
      title: 'Not JSON',
      detail: 'Bodies are sent as application/json.',
    },
  ],
  [
    'FST_ERR_BAD_URL',
    {
      slug: 'malformed-url',
      status: 400,
      title: 'An address that is none',
      detail: 'The path holds a percent sign that begins no character.',
    },
  ],
  [
    'HPE_HEADER_OVERFLOW',
    {
      ...malformed,
      status: 431,
      slug: 'headers-too-large',
      title: 'Headers that are too large',
      detail: 'Send fewer or shorter headers.',
    },
  ],
  [
    'ERR_HTTP_REQUEST_TIMEOUT',
    {
      ...malformed,
      status: 408,
      slug: 'too-slow',
      title: 'A request that came too slowly',
      detail: 'It was not whole in time.',
    },
  ],
]);

/** Refuses what is longer than any address that means something. */
export const boundAddresses = (app: App, { urlLengthMax }: HttpBounds): void => {
  app.addHook('onRequest', async (request) => {
    if (request.url.length <= urlLengthMax) return;
    throw new Problem({
      slug: 'url-too-long',
      status: 414,
      title: 'An address that is too long',
      detail: `It has ${request.url.length} characters; ${urlLengthMax} are taken.`,
      errors: [
        {
          pointer: '',
          in: 'path',
          value: shown(request.url),
          problem: `is longer than ${urlLengthMax} characters`,
          remedy: 'ask for less at once',
        },
      ],
    });
  });
};

/** Answers on a connection where no request could be made out, and ends it. */
export const answerOnSocket = (error: unknown, socket: Socket): void => {
  if (!socket.writable || socket.destroyed) return;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  const problem = new Problem(saidByCode.get(String(code)) ?? malformed);
  const { status, title } = problem.said;
  const body = JSON.stringify(problem.document('about:blank'));
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\ncontent-type: ${problemType}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
};
