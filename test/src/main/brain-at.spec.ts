import { describe, expect, it } from 'vitest';
import { capacity } from '../../../projections/capacity/index.ts';
import { createBrain } from '../../../src/app/brain.ts';
import { saveCheckpoint } from '../../../src/app/checkpoint.ts';
import { readFacts } from '../../../src/app/read.ts';
import { recover } from '../../../src/app/recover.ts';
import { digestOf } from '../../../src/app/replay.ts';
import { emptyStates, foldFact } from '../../../src/app/states.ts';
import { brainIn } from '../../../src/main/brain-at.ts';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import { played, rightOf, smallScenario } from '../app/stage.ts';

const scenario = smallScenario(5, 20);

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
