import { deserialize, serialize } from 'node:v8';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openMoments } from '../../../adapters/event-log-sqlite/index.ts';
import { capacity } from '../../../projections/capacity/index.ts';
import { type Brain, createBrain } from '../../../src/app/brain.ts';
import { saveCheckpoint } from '../../../src/app/checkpoint.ts';
import { readFacts } from '../../../src/app/read.ts';
import { recover } from '../../../src/app/recover.ts';
import { digestOf } from '../../../src/app/replay.ts';
import { emptyStates, foldFact } from '../../../src/app/states.ts';
import { brainIn } from '../../../src/main/brain-at.ts';
import { brainSuite } from '../../../src/main/moments/kept-brain.ts';
import { placeMoments, unhurried } from '../../../src/main/moments/place.ts';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import { played, rightOf, smallScenario } from '../app/stage.ts';

const scenario = smallScenario(5, 20);

const folder = mkdtempSync(join(tmpdir(), 'berth-brains-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Read back once, so that equal arrays are written alike. */
const bytesOf = (value: unknown): string =>
  serialize(deserialize(serialize(value))).toString('base64');

/** All that a brain knows and wants, as far as it can be compared. */
const told = ({ capacity: view, processes, reactions, effects, epoch }: Brain) => ({
  // A graph in which everything knows everything: compared as it is written down.
  view: bytesOf(view),
  processes: bytesOf(processes.map(({ state }) => state)),
  reactions,
  effects: effects.map((effect) => JSON.stringify(effect)).toSorted(),
  epoch,
});

describe('brainIn', () => {
  it('is the fold of the facts up to a revision, whatever the ledger holds after it', async () => {
    const { log } = await played(scenario);
    const { revision: head } = rightOf(await log.head()());
    for (let revision = 0; revision <= head; revision += 9) {
      const states = emptyStates();
      const view = capacity.initial();
      rightOf(
        await readFacts(log, { after: 0, to: revision }, ({ fact }) => {
          foldFact(states, fact);
          if (capacity.handles.has(fact.type)) capacity.apply(view, fact);
        }),
      );
      const brain = rightOf(await brainIn(log, revision));
      expect(brain.states.revision).toBe(revision);
      expect(digestOf(brain.states)).toBe(digestOf(states));
      expect([...brain.capacity.workloads.keys()]).toEqual([...view.workloads.keys()]);
    }
  });

  it('∀ history, places, revision: a brain that was kept goes on as one that folded every fact', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 5, max: 120 }),
        fc.nat(),
        async (seed, factsMax, draw) => {
          const { log } = await played(smallScenario(seed, 14));
          const { revision: head } = rightOf(await log.head()());
          const store = openMoments({ path: join(folder, `${seed}-${draw}`) });
          const until = { revision: head, latestMs: Number.POSITIVE_INFINITY };
          const spending = unhurried;
          const suite = { ...brainSuite, factsMax, shareMax: Number.POSITIVE_INFINITY };
          rightOf(await placeMoments({ log, store }, suite, { until, spending }));
          expect(store.marks(suite.kind).length).toBe(Math.floor(head / factsMax));
          const revision = 1 + (draw % head);
          const brain = rightOf(await brainIn(log, revision, store));
          const whole = rightOf(await brainIn(log, revision));
          store.close();
          expect(told(brain)).toEqual(told(whole));
          expect(digestOf(brain.states)).toBe(digestOf(whole.states));
        },
      ),
      { numRuns: 20, endOnFailure: true },
    );
  });

  it('begins at a checkpoint that lies before the revision, never at a later one', async () => {
    const { log } = await played(scenario);
    const { revision: head } = rightOf(await log.head()());
    const whole = createBrain(defaultPolicy);
    rightOf(await recover(whole, log));
    rightOf(await saveCheckpoint(whole, log));
    const before = rightOf(await brainIn(log, head - 1));
    expect(before.states.revision).toBe(head - 1);
    const last = rightOf(await brainIn(log, head));
    expect(digestOf(last.states)).toBe(digestOf(whole.states));
  });

  it('refuses a moment that has not come, and what is no revision', async () => {
    const { log } = await played(scenario);
    const { revision: head } = rightOf(await log.head()());
    for (const asked of [head + 1, -1, 1.5]) {
      const left = { _tag: 'MomentUnknown', asked, head };
      expect(await brainIn(log, asked)).toEqual({ _tag: 'Left', left });
    }
  });
});
