import { describe, expect, it } from 'vitest';
import { realClock } from '../../../adapters/clock/index.ts';
import { memoryLedger } from '../../../adapters/event-log-memory/index.ts';
import type { EventLog, NewRecord } from '../../../adapters/ports/event-log.ts';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import { isLeft, task } from '../../../domain/foundation/fp.ts';
import { createBrain } from '../../../src/app/brain.ts';
import { createLiveEngine, type LiveEngine } from '../../../src/app/live.ts';
import { submitRequest } from '../../../src/app/scenario-requests.ts';
import type { States } from '../../../src/app/states.ts';
import { createWriter } from '../../../src/app/writer.ts';
import { beginning, clusterOf, rightOf, smallScenario } from './stage.ts';

const scenario = smallScenario(1, 4);

interface Live {
  readonly engine: LiveEngine;
  readonly states: States;
  readonly log: EventLog;
  /** Records per append. */
  readonly batches: number[];
}

const counting = (log: EventLog, batches: number[]): EventLog => ({
  ...log,
  append: (expected, records: readonly NewRecord[]) => {
    batches.push(records.length);
    return log.append(expected, records);
  },
});

const live = async (waitingMax = 1000, breakLog?: (log: EventLog) => EventLog): Promise<Live> => {
  const batches: number[] = [];
  const memory = counting(rightOf(await memoryLedger().open()()), batches);
  const log = breakLog === undefined ? memory : breakLog(memory);
  const brain = createBrain(defaultPolicy);
  brain.epoch = 1;
  const options = { waitingMax, batchMax: 256, cycleMs: 3_600_000, onDefect: () => undefined };
  const parts = {
    brain,
    log,
    writer: createWriter(log, 0, 1),
    cluster: clusterOf(scenario),
    clock: realClock(),
  };
  const engine = createLiveEngine(parts, options);
  for (const request of beginning(scenario)) rightOf(rightOf(await engine.submit(request)));
  batches.length = 0;
  return { engine, states: brain.states, log, batches };
};

const submission = (states: States, id: string) => {
  const [job] = scenario.jobs;
  if (job === undefined) throw new Error('the scenario has no job');
  return submitRequest(states, scenario, { ...job, id });
};

describe('live engine', () => {
  it('answers many commanders at once, each with its own facts, out of few batches', async () => {
    const { engine, states, batches, log } = await live();
    const ids = Array.from({ length: 100 }, (_, k) => `w-${k}`);
    const outcomes = await Promise.all(ids.map((id) => engine.submit(submission(states, id))));
    outcomes.forEach((outcome, k) => {
      const facts = rightOf(rightOf(outcome));
      expect(facts.map(({ type }) => type)).toEqual(['WorkloadSubmitted', 'WorkloadQueued']);
      expect(facts[0]?.subject.id).toBe(`w-${k}`);
    });
    expect(batches.length).toBeLessThan(20);
    expect(rightOf(await log.head()()).revision).toBe(states.revision);
  });

  it('answers a command that is sent again with the facts that it made, and adds none', async () => {
    const { engine, states } = await live();
    const request = submission(states, 'w-1');
    const [first, together] = await Promise.all([engine.submit(request), engine.submit(request)]);
    const later = await engine.submit(request);
    const revision = states.revision;
    expect(rightOf(rightOf(together))).toEqual(rightOf(rightOf(first)));
    expect(rightOf(rightOf(later))).toEqual(rightOf(rightOf(first)));
    expect(states.revision).toBe(revision);
  });

  it('answers a command that the rules refuse with the rule, and appends nothing', async () => {
    const { engine, states } = await live();
    const revision = states.revision;
    const request = submission(states, 'w-1');
    const stop = { type: 'StopWorkload', reason: 'test' } as const;
    const outcome = rightOf(
      await engine.submit({ ...request, commandId: 'stop:1', command: stop }),
    );
    expect(isLeft(outcome)).toBe(true);
    expect(states.revision).toBe(revision);
  });

  it('refuses one more than may wait, and takes it once there is room', async () => {
    const { engine, states } = await live(3);
    const outcomes = await Promise.all(
      ['w-1', 'w-2', 'w-3', 'w-4', 'w-5', 'w-6'].map((id) => engine.submit(submission(states, id))),
    );
    const refused = outcomes.filter(isLeft);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.map(({ left }) => left._tag)).toContain('Overloaded');
    rightOf(rightOf(await engine.submit(submission(states, 'w-7'))));
  });

  it('takes speculation back and closes when the ledger refuses, and tells nobody that it was kept', async () => {
    let isBroken = false;
    const { engine, states, log } = await live(1000, (sound) => ({
      ...sound,
      append: (expected, records) =>
        isBroken
          ? task.left({ _tag: 'VersionConflict', retry: 'again', expected, actual: expected + 1 })
          : sound.append(expected, records),
    }));
    isBroken = true;
    const revision = states.revision;
    const outcome = await engine.submit(submission(states, 'w-1'));
    expect(isLeft(outcome) && outcome.left._tag).toBe('VersionConflict');
    expect(states.revision).toBe(revision);
    expect(states.byKind.workload.size).toBe(0);
    const next = await engine.submit(submission(states, 'w-2'));
    expect(isLeft(next) && next.left._tag).toBe('EngineClosed');
    expect(rightOf(await log.head()()).revision).toBe(revision);
  });

  it('resolves an append in doubt by reading the tail: what is there was kept', async () => {
    let isDoubtful = false;
    const { engine, states } = await live(1000, (sound) => ({
      ...sound,
      append: (expected, records) =>
        isDoubtful
          ? task.flatMap(() =>
              task.left({
                _tag: 'InDoubt',
                retry: 'never',
                place: 'memory',
                cause: 'test',
                remedy: '',
              } as const),
            )(sound.append(expected, records))
          : sound.append(expected, records),
    }));
    isDoubtful = true;
    const facts = rightOf(rightOf(await engine.submit(submission(states, 'w-1'))));
    expect(facts).toHaveLength(2);
  });

  it('loses nobody who comes at any moment after an answer', async () => {
    for (let hops = 0; hops < 24; hops += 1) {
      const { engine, states } = await live();
      const second = engine.submit(submission(states, 'w-1')).then(async () => {
        for (let k = 0; k < hops; k += 1) await Promise.resolve();
        return engine.submit(submission(states, 'w-2'));
      });
      const late = new Promise<'lost'>((resolve) => setTimeout(() => resolve('lost'), 200));
      expect(await Promise.race([second, late]), `after ${hops} hops`).not.toBe('lost');
    }
  });

  it('answers everybody in hand when a defect closes it, and goes on with nothing', async () => {
    let isBroken = false;
    const { engine, states, log } = await live(1000, (sound) => ({
      ...sound,
      append: (expected, records) => {
        if (isBroken) throw new Error('a defect');
        return sound.append(expected, records);
      },
    }));
    isBroken = true;
    const outcomes = await Promise.all(
      ['w-1', 'w-2'].map((id) => engine.submit(submission(states, id))),
    );
    for (const outcome of outcomes)
      expect(isLeft(outcome) && outcome.left._tag).toBe('EngineClosed');
    isBroken = false;
    const { revision } = rightOf(await log.head()());
    await engine.beat();
    expect(rightOf(await log.head()()).revision).toBe(revision);
  });
});
