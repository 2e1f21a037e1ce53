import type { ServerResponse } from 'node:http';
import type { App } from './app.ts';
import type { HttpBounds, HttpLog } from './options.ts';
import { Problem, problemType, shown } from './problem-document.ts';
import { problemOfError } from './problem-of-error.ts';
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
    const problem = problemOfError(error);
    const isNews = !(error instanceof Problem) || error.cause !== undefined;
    if (problem.said.status >= 500 && isNews) {
      const { method, url, id } = request;
      log.error({ requestId: id, method, url, error: newsOf(error) }, 'a request failed');
    }
    sendProblem(reply, problem, request.id);
  });
  app.setNotFoundHandler((request, reply) => {
    sendProblem(reply, routes.problemOf(request.method, request.url), request.id);
  });
};

const newsOf = (error: unknown): unknown => {
  if (error instanceof Problem) return error.cause;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

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
