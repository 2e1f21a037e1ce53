import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openMoments } from '../../../../adapters/event-log-sqlite/index.ts';
import type { StoredRecord } from '../../../../adapters/ports/event-log.ts';
import type { LiveViews } from '../../../../adapters/ports/live-brain.ts';
import type { Revision } from '../../../../domain/foundation/event.ts';
import { task } from '../../../../domain/foundation/fp.ts';
import type { MomentLog } from '../../../../src/main/moments/believed.ts';
import { type ViewName, viewsSuite } from '../../../../src/main/moments/kept-views.ts';
import { noteMoments } from '../../../../src/main/moments/beside.ts';
import { lifeAt } from '../../../../src/main/moments/life-at.ts';
import { revisionAt } from '../../../../src/main/moments/revision-at.ts';
import { placeMoments, unhurried } from '../../../../src/main/moments/place.ts';
import { viewsAt } from '../../../../src/main/moments/views-at.ts';
import { readFacts } from '../../../../src/app/read.ts';
import { played, rightOf, smallScenario } from '../../app/stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'berth-moments-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const freshPath = (): string => join(folder, `${(files += 1)}-moments`);
const storeIn = (path: string) => openMoments({ path });

const names: readonly ViewName[] = ['workloads', 'queues', 'nodes', 'units', 'audit'];
const whole = { names, ended: 'all', deeds: {} } as const;
const boundless = Number.POSITIVE_INFINITY;
const until = (revision: Revision) => ({ revision, latestMs: Number.POSITIVE_INFINITY });

const folded = async (log: MomentLog, revision: Revision): Promise<LiveViews> => {
  const views = viewsSuite.initial();
  const read = await readFacts(log, { after: 0, to: revision }, ({ fact }) => {
    viewsSuite.apply(views, fact);
  });
  rightOf(read);
  return views;
};

/** Keeps a moment every so many facts, up to a revision. */
const placeEvery = (source: Parameters<typeof placeMoments>[0], factsMax: number, to: Revision) =>
  placeMoments(
    source,
    { ...viewsSuite, factsMax, shareMax: boundless },
    { until: until(to), spending: unhurried },
  );

describe('views at a moment', () => {
  it('∀ history, places, revision: are the fold of the facts up to it, in the same order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.record({ every: fc.integer({ min: 3, max: 90 }), to: fc.nat() }), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.nat(),
        async (seed, places, draw) => {
          const { log } = await played(smallScenario(seed, 14));
          const { revision: head } = rightOf(await log.head()());
          const source = { log, store: storeIn(freshPath()) };
          for (const { every, to } of places) rightOf(await placeEvery(source, every, to % head));
          const revision = 1 + (draw % head);
          const then = rightOf(await viewsAt(source, until(revision), whole));
          const expected = await folded(log, revision);
          expect(then.views).toEqual(expected);
          expect([...then.views.workloads.rows.keys()]).toEqual([
            ...expected.workloads.rows.keys(),
          ]);
          expect(then.revision).toBe(revision);
          source.store.close();
        },
      ),
      { numRuns: 25 },
    );
  });

  it('at an instant are those of the longest beginning without a later fact, from any moment that was kept', async () => {
    const { log } = await played(smallScenario(6, 14));
    const { revision: head } = rightOf(await log.head()());
    const instants: number[] = [];
    rightOf(await readFacts(log, { after: 0, to: head }, ({ fact }) => instants.push(fact.atMs)));
    // A clock that goes back: every third fact says that it is older than the one before it.
    const back = instants.map((atMs, k) => (k % 3 === 2 ? Math.max(0, atMs - 90_000) : atMs));
    const crooked: MomentLog = {
      head: log.head,
      read: (after, max) =>
        task.map((page: readonly StoredRecord[]) =>
          page.map((record) => ({
            ...record,
            body: record.body.replace(/"atMs":\d+/, `"atMs":${back[record.revision - 1]}`),
          })),
        )(log.read(after, max)),
    };
    const source = { log: crooked, store: storeIn(freshPath()) };
    const told: number[] = [];
    const tell = async (atMs: number) =>
      rightOf(await revisionAt(crooked, { kind: 'instant', atMs }));
    for (const askedMs of new Set(back)) told.push(await tell(askedMs));
    rightOf(await placeEvery(source, 17, head));
    noteMoments(crooked, source.store);
    for (const askedMs of new Set(back)) {
      const first = back.findIndex((atMs) => atMs > askedMs);
      const expected = first === -1 ? head : first;
      const until = { revision: head, latestMs: askedMs };
      const then = rightOf(await viewsAt(source, until, { ...whole, names: ['units'] }));
      const revision = await tell(askedMs);
      expect([askedMs, then.revision, revision, told.shift()]).toEqual([
        askedMs,
        expected,
        expected,
        expected,
      ]);
    }
    source.store.close();
    const inOrder = [...new Set(back)].toSorted((a, b) => a - b);
    const revisions: number[] = [];
    for (const askedMs of [-1, ...inOrder]) revisions.push(await tell(askedMs));
    expect([revisions[0], revisions.at(-1)]).toEqual([0, head]);
    expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
  });

  it('∀ workload, revision: its own facts alone make its row', async () => {
    const { log } = await played(smallScenario(9, 14));
    const { revision: head } = rightOf(await log.head()());
    for (let revision = 1; revision <= head; revision += 7) {
      const { workloads } = await folded(log, revision);
      for (const [id, row] of workloads.rows) {
        expect(rightOf(await lifeAt(log, id, revision))?.row).toEqual(row);
      }
      expect(rightOf(await lifeAt(log, 'nobody', revision))).toBeUndefined();
    }
  });
});
