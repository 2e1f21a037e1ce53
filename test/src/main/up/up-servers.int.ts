import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { fakeEventStore } from '../../../servers/eventstoredb-fake/index.ts';
import { startNatsServer } from '../../../servers/nats.ts';
import { berthEnds, figureOf, killAll, launch, startUp, until } from './process.ts';

afterAll(killAll);

/** Takes connections and never says anything. */
const silentServer = async () => {
  const { promise: taken, resolve } = Promise.withResolvers<void>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    resolve();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const close = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { url: `nats://127.0.0.1:${port}/main`, taken, close };
};

/** Runs on a ledger, ends well, and goes on from it. */
const goesOn = async (ledger: string): Promise<void> => {
  const args = ['--ledger', ledger, '--nodes', '4x8'];
  const first = await startUp(args);
  await until(async () => (await figureOf(first.url, 'berth_ledger_revision')) > 40);
  expect(await first.end('SIGTERM')).toEqual({ code: 0, signal: null });
  const revision = Number(/stopped revision=(\d+)/.exec(first.said.stderr)?.[1]);
  const second = await startUp(args);
  await until(() => second.said.stdout.includes('epoch'));
  expect(second.said.stdout).toContain(`revision ${revision + 1}, epoch 2`);
  await until(async () => (await figureOf(second.url, 'berth_ledger_revision')) > revision + 2);
  expect(await second.end('SIGTERM')).toEqual({ code: 0, signal: null });
};

describe('berth up on a ledger of a server', () => {
  it('goes on from a stream of a real nats-server', async () => {
    const server = await startNatsServer('');
    try {
      await goesOn(`nats://127.0.0.1:${server.port}/main`);
    } finally {
      await server.remove();
    }
  });

  it('goes on from a stream of a fake that speaks the protocol of EventStoreDB', async () => {
    const server = await fakeEventStore();
    try {
      await goesOn(`esdb://127.0.0.1:${server.port}/main?tls=false`);
    } finally {
      server.stop();
    }
  });

  for (const url of [process.env['BERTH_EVENTSTOREDB_URL'] ?? ''].filter((one) => one !== '')) {
    it('goes on from a stream of the EventStoreDB that BERTH_EVENTSTOREDB_URL names', async () => {
      const [, scheme, authority, query = ''] = /^(\S+?):\/\/([^/?]+)\/?(\?.*)?$/.exec(url) ?? [];
      await goesOn(`${scheme}://${authority}/up-${randomUUID()}${query}`);
    });
  }

  it('ends in bounded time where something takes the connection and says nothing', async () => {
    const silent = await silentServer();
    const startMs = performance.now();
    const started = await berthEnds(['up', '--ledger', silent.url, '--listen', '127.0.0.1:0']);
    expect(started.code).toBe(1);
    expect(started.stderr).toMatch(/error: [\s\S]*at: [\s\S]*remedy: /);
    expect(performance.now() - startMs).toBeLessThan(20_000);
    silent.close();
  });

  it('ends with 0 and at once where it is told to while its ledger still opens', async () => {
    const silent = await silentServer();
    const { child, said, ended } = launch([
      'up',
      '--ledger',
      silent.url,
      '--listen',
      '127.0.0.1:0',
    ]);
    await silent.taken;
    const startMs = performance.now();
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - startMs).toBeLessThan(3_000);
    expect(said.stdout).toBe('');
    silent.close();
  });

  it('ends with a fault, its place and a remedy where no server answers', async () => {
    for (const ledger of ['nats://127.0.0.1:1/main', 'esdb://127.0.0.1:1/main?tls=false']) {
      const started = startUp(['--ledger', ledger]);
      await expect(started).rejects.toThrow(/error: [\s\S]*at: [\s\S]*remedy: /);
    }
  });
});
