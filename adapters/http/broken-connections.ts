import type { Socket } from 'node:net';
import { type Answering, unsentAnswers } from './connections.ts';
import { problemType } from './problem-document.ts';
import { problemOfConnection } from './problem-of-error.ts';

const broken = new WeakSet<Socket>();

/**
 * Answers on a connection where no request could be made out, and ends it.
 *
 * Whole requests that came before are answered before: who wrote something is not told that nothing was done.
 */
export const answerBroken = (error: unknown, socket: Socket): void => {
  // Everything that comes after the first fault is another one.
  if (broken.has(socket)) return;
  broken.add(socket);
  const unsent = unsentAnswers(socket);
  const whole = unsent.filter(({ req }) => req.complete);
  const isBegun = unsent.some(({ req, headersSent }) => !req.complete && headersSent);
  void Promise.all(whole.map(closed)).then(() => {
    if (isBegun) socket.destroy();
    else endWithProblem(error, socket);
  });
};

const closed = (answer: Answering): Promise<void> =>
  new Promise((resolve) => {
    answer.on('close', resolve);
  });

const endWithProblem = (error: unknown, socket: Socket): void => {
  if (!socket.writable || socket.destroyed) return;
  const problem = problemOfConnection(error);
  const { status, title } = problem.said;
  const body = JSON.stringify(problem.document('about:blank'));
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\ncontent-type: ${problemType}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
};
