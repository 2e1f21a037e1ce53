import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type NatsConnection, NatsError } from 'nats';
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

  it('loses no acknowledged fact and keeps none twice, in 25 rounds', async () => {
    const random = randomOf('kill -9');
    const load = loadOf(random, 150);
    const ledger = bench.fresh();
    for (let round = 0; round < 30; round += 1) {
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
    expect(load.doubts().lost + load.doubts().kept).toBeGreaterThan(12);
  });
});

/** How long servers may take to elect a leader: seconds, and more where others use the machine. @unit ms */
const electedMsMax = 120_000;

/** The server that leads the stream, by what a client hears: while one is elected nothing at all, or that there is none. */
const leaderSeenBy = async (client: NatsConnection): Promise<string | undefined> => {
  try {
    const { streams } = await client.jetstreamManager({ checkAPI: false, timeout: 2_000 });
    return (await streams.info(streamOf('three'))).cluster?.leader;
  } catch (error) {
    expect(error).toBeInstanceOf(NatsError);
    return undefined;
  }
};

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
    const untilMs = performance.now() + electedMsMax;
    for (;;) {
      const log = await openJetStreamLedger(optionsOf(servers))();
      if (!isLeft(log)) return log.right;
      expect(log.left._tag).toBe('LedgerUnavailable');
      expect(performance.now()).toBeLessThan(untilMs);
    }
  };
  const leader = async (servers: string): Promise<NatsServer> => {
    const client = await connect({ servers: servers.split(',') });
    const untilMs = performance.now() + electedMsMax;
    for (;;) {
      const found = at.servers[Number((await leaderSeenBy(client))?.slice(1))];
      if (found !== undefined) {
        await client.close();
        return found;
      }
      expect(performance.now()).toBeLessThan(untilMs);
      await sleep(100);
    }
  };

  it('loses no acknowledged fact and keeps none twice, in 3 rounds', async () => {
    const random = randomOf('kill -9 of the leader');
    const load = loadOf(random, 150);
    const servers = at.servers.map(({ url }) => url).join(',');
    for (let round = 0; round < 3; round += 1) {
      const log = await opened(servers);
      await load.check(log);
      const victim = await leader(servers);
      const running = load.run(log);
      await sleep(random.between(50, 400));
      await victim.kill();
      await Promise.race([running, sleep(4000)]);
      await log.close()();
      await running;
      await victim.start();
    }
    const log = await opened(servers);
    await load.check(log);
    await log.close()();
    expect(load.acknowledged()).toBeGreaterThan(1000);
  });
});
