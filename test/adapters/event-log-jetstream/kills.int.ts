import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'nats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type JetStreamOptions,
  openJetStreamLedger,
} from '../../../adapters/event-log-jetstream/index.ts';
import type { EventLog } from '../../../adapters/ports/event-log.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { randomOf } from '../../../domain/foundation/random.ts';
import { answerOf } from '../../contracts/event-log-records.ts';
import { type NatsServer, startNatsCluster } from '../../servers/nats.ts';
import { benchOf, streamOf } from './bench.ts';
import { loadOf } from './load.ts';

describe('kill -9 of the real nats-server under load', () => {
  // Small messages, so that many batches are cut between two of them.
  const bench = benchOf('max_payload: 16KB');

  it('loses no acknowledged fact and keeps none twice, in 40 rounds', async () => {
    const random = randomOf('kill -9');
    const load = loadOf(random, 150);
    const ledger = bench.fresh();
    for (let round = 0; round < 40; round += 1) {
      const log = await answerOf(openJetStreamLedger(bench.options(ledger, { timeoutMs: 2000 })));
      await load.check(log);
      const running = load.run(log);
      await sleep(random.between(5, 120));
      await bench.server().kill();
      await running;
      await log.close()();
      await bench.server().start();
    }
    await load.check(await bench.open(ledger));
    expect(load.acknowledged()).toBeGreaterThan(1000);
    expect(load.doubts().lost + load.doubts().kept).toBeGreaterThan(20);
  });
});

describe('kill -9 of the leader of three real nats-servers, with three replicas', () => {
  const at: { servers: readonly NatsServer[] } = { servers: [] };
  beforeAll(async () => {
    at.servers = await startNatsCluster(3);
  });
  afterAll(async () => {
    await Promise.all(at.servers.map((server) => server.remove()));
  });
  const optionsOf = (servers: string): JetStreamOptions => ({
    servers,
    ledger: 'three',
    mode: 'write',
    replicas: 3,
    timeoutMs: 3000,
  });

  /** A cluster needs some seconds to elect a leader. */
  const opened = async (servers: string): Promise<EventLog> => {
    const untilMs = performance.now() + 60_000;
    for (;;) {
      const log = await openJetStreamLedger(optionsOf(servers))();
      if (!isLeft(log)) return log.right;
      expect(log.left._tag).toBe('LedgerUnavailable');
      expect(performance.now()).toBeLessThan(untilMs);
    }
  };
  const leader = async (servers: string): Promise<NatsServer | undefined> => {
    const client = await connect({ servers: servers.split(',') });
    const { streams } = await client.jetstreamManager();
    const { cluster } = await streams.info(streamOf('three'));
    await client.close();
    return at.servers[Number(cluster?.leader?.slice(1))];
  };

  it('loses no acknowledged fact and keeps none twice, in 4 rounds', async () => {
    const random = randomOf('kill -9 of the leader');
    const load = loadOf(random, 150);
    const servers = at.servers.map(({ url }) => url).join(',');
    for (let round = 0; round < 4; round += 1) {
      const log = await opened(servers);
      await load.check(log);
      const victim = await leader(servers);
      const running = load.run(log);
      await sleep(random.between(50, 400));
      await victim?.kill();
      await Promise.race([running, sleep(4000)]);
      await log.close()();
      await running;
      await victim?.start();
    }
    const log = await opened(servers);
    await load.check(log);
    await log.close()();
    expect(load.acknowledged()).toBeGreaterThan(1000);
  });
});
