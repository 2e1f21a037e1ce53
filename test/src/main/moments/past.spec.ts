import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openMoments } from '../../../../adapters/event-log-sqlite/index.ts';
import type { LiveViews } from '../../../../adapters/ports/live-brain.ts';
import type { Revision } from '../../../../domain/foundation/event.ts';
import { isLeft, task } from '../../../../domain/foundation/fp.ts';
import { readFacts } from '../../../../src/app/read.ts';
import { viewsSuite } from '../../../../src/main/moments/kept-views.ts';
import type { MomentLog } from '../../../../src/main/moments/believed.ts';
import { pastOf } from '../../../../src/main/moments/past.ts';
import type { PastLedger } from '../../../../src/main/moments/past-moment.ts';
import { placeMoments, unhurried } from '../../../../src/main/moments/place.ts';
import { played, rightOf, smallScenario } from '../../app/stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'berth-past-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

/** A ledger whose workloads are deleted a while after they have ended, with moments close together. */
const staged = async (seed: number, factsMax: number) => {
  const scenario = smallScenario(seed, 14);
  const jobs = scenario.jobs.map((job) => ({ ...job, timeToLiveMs: 90_000 }));
  const { log } = await played({ ...scenario, jobs });
  const { revision: head } = rightOf(await log.head()());
  const store = openMoments({ path: join(folder, `${(files += 1)}-moments`) });
  const until = { revision: head, latestMs: Number.POSITIVE_INFINITY };
  const suite = { ...viewsSuite, factsMax, shareMax: Number.POSITIVE_INFINITY };
  rightOf(await placeMoments({ log, store }, suite, { until, spending: unhurried }));
  return { log, head, store };
};

const folded = async (log: MomentLog, revision: Revision): Promise<LiveViews> => {
  const views = viewsSuite.initial();
  const read = await readFacts(log, { after: 0, to: revision }, ({ fact }) => {
    viewsSuite.apply(views, fact);
  });
  rightOf(read);
  return views;
};

describe('the past of a ledger', () => {
  it('∀ walk to and fro: each moment is the fold up to it, though moments share what had ended', async () => {
    let deleted = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 10, max: 60 }),
        fc.array(fc.nat(), { minLength: 3, maxLength: 9 }),
        async (seed, factsMax, draws) => {
          const { log, head, store } = await staged(seed, factsMax);
          const at = pastOf({ ledger: log, store, bounds: { momentsMax: 3, piecesMax: 4_000 } });
          const revisions = draws.map((draw) => 1 + (draw % head));
          // Once there and once back: what was looked at first is looked at again after all others.
          for (const revision of [...revisions, ...revisions.toReversed()]) {
            const { views } = rightOf(await at(`${revision}`));
            const expected = await folded(log, revision);
            const { workloads, queues, nodes, units } = views;
            expect({ workloads, queues, nodes, units }).toEqual({
              workloads: expected.workloads,
              queues: expected.queues,
              nodes: expected.nodes,
              units: expected.units,
            });
            expect([...workloads.rows.keys()]).toEqual([...expected.workloads.rows.keys()]);
            expect(views.audit.entries).toEqual(expected.audit.entries);
            for (const { phase } of workloads.rows.values()) deleted += phase === 'Deleted' ? 1 : 0;
          }
          store.close();
        },
      ),
      { numRuns: 10 },
    );
    expect(deleted).toBeGreaterThan(0);
  });

  it('makes the views that a reader names, and no others; the same brain has more of them later', async () => {
    const { log, head, store } = await staged(3, 40);
    const at = pastOf({ ledger: log, store });
    const one = rightOf(await at(`${head - 5}`, { views: ['units'] }));
    expect(one.views.units.projects.size).toBe(2);
    expect(() => one.views.workloads).toThrow("'workloads' was not asked for");
    const expected = await folded(log, head - 5);
    const other = rightOf(await at(`${head - 5}`, { views: ['workloads'] }));
    expect(other).toBe(one);
    expect(one.views.workloads).toEqual(expected.workloads);
    expect(() => one.views.nodes).toThrow("'nodes' was not asked for");
    expect(() => one.pastUse()).toThrow('was not asked for');
    const { pastUse } = rightOf(await at(`${head - 5}`, { views: ['queues'], isUseWanted: true }));
    expect(pastUse().factorMilli).toBe(0);
    store.close();
  });

  it('reads the use of queues again where the read has failed, and not where it has not', async () => {
    const { log, head, store } = await staged(3, 40);
    const said = { place: 'ledger', revision: head, cause: 'torn', remedy: 'read again' };
    const torn = { _tag: 'LedgerCorrupt', retry: 'never', ...said } as const;
    let [isBroken, reads] = [false, 0];
    const ledger: PastLedger = {
      ...log,
      read: (after, max): ReturnType<PastLedger['read']> => {
        reads += 1;
        if (!isBroken) return log.read(after, max);
        return task.left(torn);
      },
    };
    const at = pastOf({ ledger, store });
    const asked = { views: ['queues', 'units'], isUseWanted: true } as const;
    rightOf(await at(`${head - 5}`, { views: asked.views }));
    isBroken = true;
    expect(isLeft(await at(`${head - 5}`, asked))).toBe(true);
    isBroken = false;
    const found = rightOf(await at(`${head - 5}`, asked));
    const before = reads;
    expect(rightOf(await at(`${head - 5}`, asked))).toBe(found);
    expect(reads).toBe(before);
    store.close();
  });
});
