import { describe, expect, test } from 'vitest';
import { memoryLedger } from '../../../adapters/event-log-memory/index.ts';
import type { EventLog } from '../../../adapters/ports/event-log.ts';
import { defaultPolicy, type Policy } from '../../../domain/allocation/index.ts';
import { createBrain as brainOf } from '../../../src/app/brain.ts';
import { adoptedIn } from '../../../src/app/policy.ts';
import { recover } from '../../../src/app/recover.ts';
import { replay } from '../../../src/app/replay.ts';
import { AskRefused, createBrain, type EmbeddedBrain, virtualClock } from '../../../src/index.ts';
import { smallSite, submission } from '../../../src/main/library-asks.ts';
import { rightOf } from '../app/stage.ts';

const gentle: Policy = { ...defaultPolicy, version: 'gentle', actions: ['allocate'] };

/** A ledger that outlives the brains on it, and the time that all of them live in. */
const ledgerFor = () => {
  const ledger = memoryLedger();
  const clock = virtualClock(0);
  const beat = async (brain: EmbeddedBrain): Promise<void> => {
    await clock.until(clock.nowMs() + 1_000);
    await brain.beat();
  };
  const open = async (): Promise<EventLog> => rightOf(await ledger.open()());
  const start = async (policy?: Policy): Promise<EmbeddedBrain> =>
    createBrain({
      ledger: await open(),
      clock,
      ...(policy === undefined ? {} : { policy }),
    });
  return { open, start, beat };
};

const site = smallSite({ nodes: 1, gpusPerNode: 8, projects: { speech: 4, vision: 4 } });

/** Speech takes all cards; then vision wants its half. */
const contend = async (
  brain: EmbeddedBrain,
  beat: (brain: EmbeddedBrain) => Promise<void>,
): Promise<void> => {
  for (const ask of site) await brain.ask(ask);
  for (const name of ['s-1', 's-2']) {
    await brain.ask(submission({ name, workloadId: name, projectId: 'speech', gpus: 4 }));
    await beat(brain);
  }
  await brain.ask(submission({ name: 'v', workloadId: 'v', projectId: 'vision', gpus: 4 }));
  await beat(brain);
};

const typesOf = async (brain: EmbeddedBrain): Promise<readonly string[]> => {
  const types: string[] = [];
  for await (const { type } of brain.facts()) types.push(type);
  return types;
};

const mismatchesIn = async (log: EventLog) =>
  rightOf(
    await replay(brainOf(defaultPolicy), log, {
      verify: true,
      mismatchesMax: 10,
      onProgress: () => undefined,
    }),
  ).mismatches;

describe('rules that are adopted', () => {
  test('decide from then on, and the ledger verifies without differences', async () => {
    const { open, start, beat } = ledgerFor();
    const brain = await start(gentle);
    await contend(brain, beat);
    const types = await typesOf(brain);
    expect(types.filter((type) => type === 'PolicyAdopted')).toHaveLength(1);
    expect(types.filter((type) => type === 'WorkloadAllocated')).toHaveLength(2);
    expect(types).not.toContain('WorkloadPreempted');
    await brain.close();
    expect(await mismatchesIn(await open())).toEqual([]);
  });

  test('stay when a brain is started without any, and make no fact when they are chosen again', async () => {
    const { open, start } = ledgerFor();
    for (const policy of [gentle, undefined, { ...gentle }]) await (await start(policy)).close();
    const log = await open();
    const bodies = rightOf(await log.read(0, 100)()).map(({ body }) => body);
    expect(bodies.filter((body) => body.includes('PolicyAdopted'))).toHaveLength(1);
    const brain = brainOf(defaultPolicy);
    rightOf(await recover(brain, log));
    expect(adoptedIn(brain)).toEqual(gentle);
  });

  test('are applied to who waits already: the next plan is by the new ones', async () => {
    const { open, start, beat } = ledgerFor();
    const before = await start(gentle);
    await contend(before, beat);
    await before.close();
    const after = await start(defaultPolicy);
    await beat(after);
    expect(await typesOf(after)).toContain('WorkloadPreempted');
    await after.close();
    expect(await mismatchesIn(await open())).toEqual([]);
  });

  test('are refused where others bear their version, and the ledger is as it was', async () => {
    const { start } = ledgerFor();
    await (await start(gentle)).close();
    const other: Policy = { ...gentle, tieOrder: 'most-gpus' };
    await expect(start(other)).rejects.toThrow(AskRefused);
  });

  test('are refused before anything is opened where they cannot stand', async () => {
    const actions: Policy['actions'] = [];
    await expect(
      createBrain({ ledger: ':memory:', policy: { ...gentle, actions } }),
    ).rejects.toThrow(RangeError);
  });
});
