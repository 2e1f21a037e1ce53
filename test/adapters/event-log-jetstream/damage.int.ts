import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { headers } from 'nats';
import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../domain/foundation/random.ts';
import { answerOf, bodiesOf, faultIn, recordsOf } from '../../contracts/event-log-records.ts';
import { benchOf, streamOf, subjectOf, witnessOf } from './bench.ts';

const bench = benchOf();
const { written, opening } = bench;

describe('a message that comes to the real nats-server twice', () => {
  it.each([
    ['within the duplicate window', 120_000, 0],
    ['after the duplicate window', 100, 400],
  ])('%s stands once', async (_, windowMs, waitMs) => {
    const ledger = bench.fresh();
    const log = await bench.open(ledger);
    const client = await bench.stranger();
    const { streams } = await client.jetstreamManager();
    await streams.update(streamOf(ledger), { duplicate_window: windowMs * 1_000_000 });
    const tapped = client.subscribe(subjectOf(ledger), { max: 1 });
    await client.flush();
    await answerOf(log.append(0, recordsOf(0, 2)));
    await answerOf(log.append(2, recordsOf(2, 2)));
    for await (const { data, headers: frame = headers() } of tapped) {
      await sleep(waitMs);
      // A single server looks at the sequence first, a cluster at the id: either will do.
      const again = client.jetstream().publish(subjectOf(ledger), data, { headers: frame });
      const outcome = await again.then(
        ({ duplicate, seq }) => `${duplicate} ${seq}`,
        (error: unknown) => String(error),
      );
      expect(outcome).toMatch(/^true 1$|wrong last sequence: 2/);
    }
    expect(await bodiesOf(log)).toEqual(recordsOf(0, 4).map(({ body }) => body));
    expect((await answerOf(log.append(4, recordsOf(4, 1)))).revision).toBe(5);
  });
});

describe('the disk under the real nats-server', () => {
  const dataOf = () => join(bench.server().folder, 'jetstream', 'jetstream');

  it('set back to an earlier day is found out by the next append', async () => {
    const ledger = bench.fresh();
    const log = await bench.open(ledger);
    await answerOf(log.append(0, recordsOf(0, 3)));
    const copy = join(bench.server().folder, 'copy');
    cpSync(dataOf(), copy, { recursive: true });
    await answerOf(log.append(3, recordsOf(3, 3)));
    await bench.server().kill();
    rmSync(dataOf(), { recursive: true });
    cpSync(copy, dataOf(), { recursive: true });
    await bench.server().start();
    expect(await faultIn(log.append(6, recordsOf(6, 1)))).toMatchObject({
      _tag: 'LedgerCorrupt',
      revision: 4,
    });
  });

  it('gone is no empty ledger: its place is kept for what is restored', async () => {
    const ledger = bench.fresh();
    await written(ledger, 2);
    const { streams } = await (await bench.stranger()).jetstreamManager();
    await streams.delete(streamOf(ledger));
    expect(await faultIn(opening(ledger))).toMatchObject({ _tag: 'LedgerCorrupt', revision: 1 });
    await expect(streams.info(streamOf(ledger))).rejects.toThrow('stream not found');
    await streams.delete(witnessOf(ledger));
    expect((await answerOf((await bench.open(ledger)).head())).revision).toBe(0);
  });

  it('∀ flipped bit in the blocks of a stream: the ledger is corrupt, never merely shorter', async () => {
    const ledger = bench.fresh();
    await written(ledger, 6);
    await bench.server().kill();
    const blocks = join(dataOf(), '$G', 'streams', streamOf(ledger), 'msgs');
    const sound = new Map(
      readdirSync(blocks).map((name) => [name, readFileSync(join(blocks, name))] as const),
    );
    const restored = () => {
      for (const file of readdirSync(blocks)) rmSync(join(blocks, file));
      for (const [file, bytes] of sound) writeFileSync(join(blocks, file), bytes);
    };
    const name = [...sound.keys()].find((file) => file.endsWith('.blk')) ?? '';
    const random = randomOf('bit rot');
    const rounds = 40;
    for (let round = 0; round < rounds; round += 1) {
      restored();
      const flipped = Buffer.from(sound.get(name) ?? '');
      const at = Math.floor((flipped.length * (round * 100 + random.below(100))) / (rounds * 100));
      flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8));
      writeFileSync(join(blocks, name), flipped);
      // With and without the server's own index of the block.
      if (round % 2 === 0) rmSync(join(blocks, 'index.db'), { force: true });
      await bench.server().start();
      expect(await faultIn(opening(ledger, 'read'))).toMatchObject({ _tag: 'LedgerCorrupt' });
      await bench.server().kill();
    }
    restored();
    await bench.server().start();
    expect(await bodiesOf(await bench.open(ledger))).toHaveLength(24);
  });
});
