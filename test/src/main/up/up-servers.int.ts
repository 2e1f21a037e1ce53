import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { fakeEventStore } from '../../../servers/eventstoredb-fake/index.ts';
import { startNatsServer } from '../../../servers/nats.ts';
import { figureOf, killAll, startUp, until } from './process.ts';

afterAll(killAll);

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

  it('ends with a fault, its place and a remedy where no server answers', async () => {
    for (const ledger of ['nats://127.0.0.1:1/main', 'esdb://127.0.0.1:1/main?tls=false']) {
      const started = startUp(['--ledger', ledger]);
      await expect(started).rejects.toThrow(/error: [\s\S]*at: [\s\S]*remedy: /);
    }
  });
});
