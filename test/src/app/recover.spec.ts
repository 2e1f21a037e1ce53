import { describe, expect, it } from 'vitest';
import { memoryLedger } from '../../../adapters/event-log-memory/index.ts';
import type { NewRecord } from '../../../adapters/ports/event-log.ts';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import { type Brain, createBrain } from '../../../src/app/brain.ts';
import { loadCheckpoint, saveCheckpoint } from '../../../src/app/checkpoint.ts';
import { readFacts } from '../../../src/app/read.ts';
import { recover } from '../../../src/app/recover.ts';
import { digestOf } from '../../../src/app/replay.ts';
import { runAllocation, runTurn } from '../../../src/app/turn.ts';
import { createWriter } from '../../../src/app/writer.ts';
import { requestOf } from '../../../src/app/observe.ts';
import { clusterOf, played, rightOf, smallScenario } from './stage.ts';

const scenario = smallScenario(3, 24);

const recordsOf = async (): Promise<readonly NewRecord[]> => {
  const { log } = await played(scenario);
  const records: NewRecord[] = [];
  rightOf(
    await readFacts(log, { after: 0, to: Number.MAX_SAFE_INTEGER }, ({ fact, record }) => {
      const { kind, id } = fact.subject;
      records.push({ body: record.body, subject: `${kind}/${id}`, commandId: fact.commandId });
    }),
  );
  return records;
};

const logOf = async (records: readonly NewRecord[]) => {
  const log = rightOf(await memoryLedger().open()());
  if (records.length > 0) rightOf(await log.append(0, records)());
  return log;
};

/** Lets a recovered brain go on with a cluster that knows nothing, until nothing happens any more. */
const settle = async (brain: Brain, log: Awaited<ReturnType<typeof logOf>>): Promise<void> => {
  const writer = createWriter(log, brain.states.revision, 1);
  const cluster = clusterOf({ ...scenario, failures: [] });
  rightOf(await runTurn(brain, writer, brain.reactions.splice(0)));
  for (let nowMs = 10_000_000, steps = 0; steps < 2000; steps += 1) {
    rightOf(await runAllocation(brain, writer, nowMs));
    for (const effect of brain.effects.splice(0)) cluster.apply(effect, nowMs);
    const nextMs = cluster.nextAtMs();
    if (nextMs === undefined) break;
    nowMs = nextMs;
    const seen = cluster.take(nowMs).map((one, k) => requestOf(one, `after:${steps}.${k}`));
    rightOf(await runTurn(brain, writer, seen));
  }
};

describe('recover', () => {
  it('brings a brain to the same states from every prefix of the ledger, and lets it go on to an end', async () => {
    const records = await recordsOf();
    for (let length = 25; length <= records.length; length += 7) {
      const log = await logOf(records.slice(0, length));
      const brain = createBrain(defaultPolicy);
      rightOf(await recover(brain, log));
      expect(brain.states.revision).toBe(length);
      await settle(brain, log);
      const stuck = [...brain.states.byKind.workload.values()]
        .map(({ state }) => state.phase)
        .filter((phase) =>
          ['Terminating', 'Stopping', 'Deleting', 'Initializing', 'Running'].includes(phase),
        );
      expect(stuck).toEqual([]);
    }
  });

  it('gives the same states with a checkpoint as without', async () => {
    const records = await recordsOf();
    const half = records.length >> 1;
    const log = await logOf(records.slice(0, half));
    const first = createBrain(defaultPolicy);
    rightOf(await recover(first, log));
    rightOf(await saveCheckpoint(first, log));
    rightOf(await log.append(half, records.slice(half))());
    const loaded = rightOf(await loadCheckpoint(createBrain(defaultPolicy), log));
    expect(loaded.revision).toBe(half);
    rightOf(await recover(loaded.brain, log));
    const whole = createBrain(defaultPolicy);
    rightOf(await recover(whole, log));
    expect(digestOf(loaded.brain.states)).toBe(digestOf(whole.states));
    expect(loaded.brain.effects).toEqual(whole.effects);
    expect(loaded.brain.epoch).toBe(1);
  });

  it('keeps no checkpoint that passes a fact which is not in the ledger yet', async () => {
    const records = await recordsOf();
    const log = await logOf(records);
    const brain = createBrain(defaultPolicy);
    rightOf(await recover(brain, log));
    const { revision } = brain.states;
    const ahead = createWriter(log, revision, 1_000);
    const stop = { type: 'ObserveNodeLost', reason: 'test' } as const;
    const subject = { kind: 'node', id: 'node-a' } as const;
    const request = {
      commandId: 'x',
      subject,
      command: stop,
      atMs: 9_000_000,
      origin: 'observation',
    } as const;
    rightOf(await runTurn(brain, ahead, [request]));
    expect(brain.states.revision).toBeGreaterThan(revision);
    rightOf(await saveCheckpoint(brain, log));
    expect(rightOf(await loadCheckpoint(createBrain(defaultPolicy), log)).revision).toBe(0);
    rightOf(await ahead.flush());
    rightOf(await saveCheckpoint(brain, log));
    const loaded = rightOf(await loadCheckpoint(createBrain(defaultPolicy), log));
    expect(loaded.revision).toBe(brain.states.revision);
  });
});
