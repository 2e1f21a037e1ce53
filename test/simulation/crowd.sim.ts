import { describe, expect, it } from 'vitest';
import { batchBounds } from '../../domain/foundation/batch.ts';
import { defaultPolicy } from '../../domain/allocation/index.ts';
import { createBrain } from '../../src/app/brain.ts';
import { readFacts } from '../../src/app/read.ts';
import { replay } from '../../src/app/replay.ts';
import { played, rightOf, smallScenario } from '../src/app/stage.ts';

describe('a crowd at one instant', () => {
  it('of 120,000 workloads is decided in plans that each fit one append, and replays', async () => {
    const small = smallScenario(1, 1);
    const [job] = small.jobs;
    if (job === undefined) throw new Error('the scenario has no job');
    const jobs = Array.from({ length: 120_000 }, (_, k) => ({
      ...job,
      id: `crowd-${String(k).padStart(6, '0')}`,
      runMs: undefined,
      cancelAtMs: undefined,
    }));
    const { log, brain } = await played({ ...small, jobs, failures: [] });
    const plans = new Map<string, number>();
    rightOf(
      await readFacts(log, { after: 0, to: Number.MAX_SAFE_INTEGER }, ({ fact }) => {
        if (!fact.commandId.startsWith('plan:')) return;
        plans.set(fact.commandId, (plans.get(fact.commandId) ?? 0) + 1);
      }),
    );
    expect(Math.max(...plans.values())).toBeLessThan(batchBounds.recordsMax);
    const judged = [...brain.states.byKind.workload.values()].filter(
      ({ state }) =>
        state.phase !== 'Pending' || ('verdict' in state && state.verdict !== undefined),
    );
    expect(judged).toHaveLength(120_000);
    const options = { verify: true, mismatchesMax: 3, onProgress: () => undefined };
    const report = rightOf(await replay(createBrain(defaultPolicy), log, options));
    expect(report.mismatches).toEqual([]);
  });
});
