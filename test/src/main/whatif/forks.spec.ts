import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heliosRestartLossMs } from '../../../../adapters/cluster-sim/index.ts';
import { openLedger } from '../../../../adapters/event-log-sqlite/index.ts';
import { readFacts } from '../../../../src/app/read.ts';
import {
  emptyPatch,
  historian,
  type History,
  type Patch,
  patchedCourse,
} from '../../../../src/app/whatif/index.ts';
import { brainIn } from '../../../../src/main/brain-at.ts';
import { withLedger } from '../../../../src/main/ledger-file.ts';
import { revisionAt } from '../../../../src/main/moments/revision-at.ts';
import { timeOf } from '../../../../src/main/moments/time-of.ts';
import { type Bounds, recordedFrom } from '../../../../src/main/whatif/past.ts';
import { playOn } from '../../../../src/main/whatif/play.ts';
import { whatIfIn } from '../../../../src/main/whatif/whatif-ledger.ts';
import { right } from '../../../../domain/foundation/fp.ts';
import { rightOf, smallScenario } from '../../app/stage.ts';
import { playInto, reclaimScenario, scratchFolder } from '../../cli/small-ledger.ts';

const scratch = scratchFolder();
const ledger = join(scratch.folder, 'small.db');
beforeAll(() => playInto(ledger, reclaimScenario));
afterAll(scratch.remove);

/** A node more from the fork on: work starts sooner than it did. */
const roomier = (like: string): Patch => ({
  ...emptyPatch,
  nodesAdded: [{ nodeId: 'one-more', like, at: { afterMs: 0 } }],
});

const question = { at: { kind: 'revision', revision: 20 }, patch: roomier('n-1') } as const;

describe('the fork without a patch', () => {
  it('is the same in a thread of its own and after the other one', async () => {
    const both = await withLedger(ledger, 'read', async (log) => {
      const [inThread, here]: [number[], number[]] = [[], []];
      const beside = await whatIfIn(log, question, {
        file: ledger,
        threadFrom: 0,
        onProgress: (done) => inThread.push(done),
      });
      const after = await whatIfIn(log, question, { onProgress: (done) => here.push(done) });
      expect(inThread.length).toBeGreaterThan(0);
      expect(inThread.at(-1)).toBe(here.at(-1));
      return right([beside, after] as const);
    });
    const [beside, after] = rightOf(both);
    expect(rightOf(beside).without.facts).toBeGreaterThan(0);
    expect(beside).toEqual(after);
  });

  it('is played after the other one where the thread comes to nothing', async () => {
    const both = await withLedger(ledger, 'read', async (log) => {
      const file = join(scratch.folder, 'not-there.db');
      return right([
        await whatIfIn(log, question, { file, threadFrom: 0 }),
        await whatIfIn(log, question),
      ] as const);
    });
    const [beside, after] = rightOf(both);
    expect(beside).toEqual(after);
  });
});

const endsIn = (lives: History['lives']): number =>
  [...lives.values()].reduce((sum, ends) => sum + ends.length, 0);

describe('what comes behind the horizon', () => {
  it('∀ fork, horizon: without a patch what is played is what was recorded, though work ends behind the horizon', async () => {
    const path = await playInto(join(scratch.folder, 'busy.db'), smallScenario(5, 20));
    const outcome = await withLedger(path, 'read', async (log) => {
      const { revision: head } = rightOf(await log.head()());
      let outlasting = 0;
      await fc.assert(
        fc.asyncProperty(fc.nat(head - 1), fc.nat(head - 1), async (a, b) => {
          const at = { kind: 'revision', revision: Math.min(a, b) } as const;
          const until = { kind: 'revision', revision: Math.max(a, b) } as const;
          const found = rightOf(await whatIfIn(log, { at, until, patch: emptyPatch }));
          expect({ workloadsOff: found.workloadsOff, refused: found.refused }).toEqual({
            workloadsOff: 0,
            refused: 0,
          });
          expect(found.assumption.runTimesUnknown).toBe(0);
          outlasting += found.assumption.runTimesOutlasting;
        }),
        { numRuns: 40 },
      );
      expect(outlasting).toBeGreaterThan(0);
      return right(undefined);
    });
    rightOf(outcome);
  });

  it('∀ fork, horizon: is read as far as the fork can tell a difference', async () => {
    // Played by the simulator as it is: the assumption about restarts holds.
    const path = await playInto(join(scratch.folder, 'crowded.db'), smallScenario(5, 20));
    const log = rightOf(await openLedger({ path, mode: 'read' })());
    const { revision: head } = rightOf(await log.head()());
    const fork = async (bounds: Bounds, isWhole: boolean) => {
      const { from, until } = bounds;
      const brain = rightOf(await brainIn(log, from.revision));
      const past = rightOf(await recordedFrom(log, brain, bounds));
      const notes = historian(brain, from.atMs, heliosRestartLossMs);
      rightOf(
        await readFacts(log, { after: from.revision, to: head }, ({ fact }) => notes.see(fact)),
      );
      const [like = ''] = brain.states.byKind.node.keys();
      const patch = like === '' ? emptyPatch : roomier(like);
      const ground = { brain, fromMs: from.atMs, untilMs: until.atMs, patch };
      const { lives } = isWhole ? notes.history(until.atMs) : past.history;
      const script = {
        fromMs: from.atMs,
        untilMs: until.atMs,
        course: rightOf(patchedCourse(past.course, ground)),
        history: { ...past.history, lives },
        submittedAt: past.submittedAt,
      };
      return { forked: rightOf(await playOn(brain, script, () => undefined)), lives };
    };
    let saved = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(head - 1), fc.nat(head - 1), async (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const [fromMs, atMs] = [
          rightOf(await timeOf(log, Math.max(1, from))),
          rightOf(await timeOf(log, Math.max(1, to))),
        ];
        const bounds = {
          from: { revision: from, atMs: fromMs },
          until: { revision: to, atMs },
          to: rightOf(await revisionAt(log, { kind: 'instant', atMs })),
          head,
        };
        const [part, whole] = [await fork(bounds, false), await fork(bounds, true)];
        expect(part.forked).toEqual(whole.forked);
        saved += endsIn(whole.lives) - endsIn(part.lives);
      }),
      { numRuns: 30 },
    );
    expect(saved).toBeGreaterThan(0);
    rightOf(await log.close()());
  });
});
