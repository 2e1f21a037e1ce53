import type { IncomingMessage } from 'node:http';
import type { App } from './app.ts';

/** How much of a body is read and dropped, for how long at most, and how long nothing may come. @unit bytes, ms */
const dropped = { bytesMax: 64 * 1024 * 1024, msMax: 2_000, idleMsMax: 250 };

/**
 * Lets the rest of a body come before an answer that ends the connection.
 *
 * Who is still sending when the connection ends is told of a broken pipe, and never reads why it was refused.
 * @source RFC 9112 §9.6
 */
export const lingerOverBodies = (app: App): void => {
  app.addHook('onSend', async (request, reply) => {
    if (request.raw.complete || request.raw.destroyed) return;
    const isLast =
      reply.getHeader('connection') === 'close' || request.headers.connection === 'close';
    if (isLast) await dropRest(request.raw);
  });
};

const dropRest = (body: IncomingMessage): Promise<void> =>
  new Promise((resolve) => {
    let bytes = 0;
    const done = (): void => {
      clearTimeout(total);
      clearTimeout(idle);
      for (const name of ['end', 'close', 'error']) body.off(name, done);
      body.off('data', drop);
      resolve();
    };
    const drop = (chunk: Buffer): void => {
      bytes += chunk.length;
      idle.refresh();
      if (bytes > dropped.bytesMax) done();
    };
    const total = setTimeout(done, dropped.msMax);
    const idle = setTimeout(done, dropped.idleMsMax);
    for (const name of ['end', 'close', 'error']) body.on(name, done);
    body.on('data', drop);
    body.resume();
  });
